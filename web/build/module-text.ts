// `import text from './module.ts?module-text'`: a module with all that it imports, as one text.
import { build, type Plugin } from 'vite';

const QUERY = '?module-text';

export function moduleText(): Plugin {
  return {
    name: 'module-text',
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      const { code, modules } = await oneModule(id.slice(0, -QUERY.length));
      for (const path of modules) this.addWatchFile(path);
      return `export default ${JSON.stringify(code)};`;
    },
  };
}

/** A module and all that it imports, as one text; and the files that it was made from. */
export async function oneModule(entry: string): Promise<{ code: string; modules: string[] }> {
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      chunkSizeWarningLimit: Number.MAX_SAFE_INTEGER,
      rolldownOptions: { output: { codeSplitting: false }, checks: { bundlerTimings: false } },
    },
  });
  const outputs = (Array.isArray(made) ? made : [made]).flatMap((one) => ('output' in one ? one.output : []));
  const [chunk, ...more] = outputs;
  if (chunk?.type !== 'chunk' || more.length) throw new Error(`${entry} does not make one module.`);
  return { code: chunk.code, modules: chunk.moduleIds.map((path) => path.replace(/\?.*/, '')) };
}
