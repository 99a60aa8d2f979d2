/* The channels as one script, to read pages in a browser that has no extension. Its size is that of the content script's part. */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const channelsEntry = fileURLToPath(new URL('./channels-in-page.ts', import.meta.url))

/** Another entry, such as one that describes a page, becomes the global `name`. */
export const bundleChannels = async (entry = channelsEntry, name = 'channelsInPage'): Promise<string> => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      lib: { entry, formats: ['iife'], name, fileName: 'channels' },
    },
  })
  for (const output of Array.isArray(built) ? built : [built]) {
    if (!('output' in output)) continue
    for (const chunk of output.output) if (chunk.type === 'chunk') return chunk.code
  }
  throw new Error('Vite не собрал каналы')
}
