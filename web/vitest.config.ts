// The tests of what needs no browser: modules that compute something and draw nothing.
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/**/*.test.ts'] } });
