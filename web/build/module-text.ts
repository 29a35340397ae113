// `import text from './module.ts?module-text'`: a module with all that it imports, as one text.
import { build, type Plugin } from 'vite';

const QUERY = '?module-text';

export function moduleText(): Plugin {
  return {
    name: 'module-text',
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      const entry = id.slice(0, -QUERY.length);
      const made = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          write: false,
          target: 'es2022',
          lib: { entry, formats: ['es'] },
          rolldownOptions: { output: { codeSplitting: false }, checks: { bundlerTimings: false } },
        },
      });
      const outputs = (Array.isArray(made) ? made : [made]).flatMap((one) =>
        'output' in one ? one.output : [],
      );
      const [chunk, ...more] = outputs;
      if (chunk?.type !== 'chunk' || more.length) this.error(`${entry} does not make one module.`);
      for (const path of chunk.moduleIds) this.addWatchFile(path.replace(/\?.*/, ''));
      return `export default ${JSON.stringify(chunk.code)};`;
    },
  };
}
