// How the page is made: one HTML file with everything inside. See docs/interactive-page.md.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { env } from 'node:process';
import { defineConfig } from 'vite';
import { dev } from './build/dev.ts';
import { moduleText } from './build/module-text.ts';
import { page } from './build/page.ts';
import { ROOT } from './build/paths.ts';

// For trying things out: PAGE_QUICK=1 npm run build, and PAGE_OUT=path to have it elsewhere.
const quick = env['PAGE_QUICK'] === '1';
const out = env['PAGE_OUT'] ?? join(ROOT, quick ? 'web/dist/quick.html' : 'htm-teacher-interactive.html');

export default defineConfig({
  plugins: [moduleText(), svelte(), page({ out, quick }), dev()],
  build: {
    write: false, // the page is written by its plugin
    target: 'es2022',
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: Number.MAX_SAFE_INTEGER,
    rolldownOptions: {
      input: 'src/main.ts',
      output: { codeSplitting: false },
      checks: { bundlerTimings: false },
    },
  },
});
