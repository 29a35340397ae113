import { expect, test, vi } from 'vitest';
import { certificate } from '../src/tour/certificate';

test("the day is that of the visitor's calendar", () => {
  vi.stubEnv('TZ', 'Pacific/Kiritimati'); // 14 hours ahead
  const text = certificate([true], [1, 0], new Date('2026-11-30T20:00:00Z'));
  vi.unstubAllEnvs();
  expect(text).toContain('1 of 12 tasks done, 1 of 12 questions answered right, 2026-12-01');
});
