// What the sources of the page have to keep to, besides their format and their types.
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/', 'node_modules/'] },
  ts.configs.recommended,
  svelte.configs.recommended,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser } },
  },
  {
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      'svelte/prefer-svelte-reactivity': 'off', // the sets and maps here are made anew, never changed
      'svelte/no-useless-mustaches': 'off', // {' '} is white space that the formatter leaves alone
    },
  },
  { files: ['src/App.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } }, // lead.html is the page's own
);
