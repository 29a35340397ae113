// npm run dev: the same page from a server. A change in a source of the program is seen at once.
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { oneModule } from './module-text.ts';
import { assembled } from './page.ts';
import { WEB } from './paths.ts';

const PROGRAM = "import(new URL('/src/main.ts', location.href).href);"; // from its files, one by one

export function dev(): Plugin {
  return {
    name: 'dev',
    apply: 'serve',
    configureServer(server) {
      let made: Promise<string> | null = null; // all but the program, which takes a while
      const page = async (): Promise<string> => {
        const later = await oneModule(join(WEB, 'src', 'later.ts'));
        const parts = { code: PROGRAM, later: later.code, style: '', modules: later.modules };
        const html = await assembled(parts, true);
        return html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
      };
      server.middlewares.use((request, response, next) => {
        if (request.url !== '/') return next();
        made ??= page();
        made
          .then((html) => server.transformIndexHtml('/', html))
          .then((html) => response.setHeader('Content-Type', 'text/html').end(html))
          .catch(next);
      });
    },
  };
}
