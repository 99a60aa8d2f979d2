import type { Plugin } from 'vite'
import { defineConfig, type UserManifest } from 'wxt'

/** Nothing more: a test compares the built manifest with this list (issue 2). */
const permissions = [
  'activeTab',
  'scripting',
  'contextMenus',
  'storage',
  'unlimitedStorage',
  'alarms',
  'sidePanel',
]
const hosts = [
  'https://vk.com/*',
  'https://vk.ru/*',
  'https://m.vk.com/*',
  'https://m.vk.ru/*',
  'https://web.vk.me/*',
  'https://ok.ru/*',
  'https://m.ok.ru/*',
  'https://web.telegram.org/*',
  'https://t.me/*',
  'https://web.max.ru/*',
  'https://web.whatsapp.com/*',
  'https://pos.gosuslugi.ru/*',
]

/** The office's server may stand anywhere, so `connect-src` names no host; nothing else is loaded from outside. */
const pagePolicy = (isDevelopment: boolean) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    // Vite's development server puts styles into the page.
    `style-src 'self'${isDevelopment ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    'connect-src http: https:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * WXT wraps a content script into a context that shows itself to the page: a message at `window`, an event at
 * `document`. The overlay has no use for it (extension/overlay/start.ts), so the script starts bare, and no page hears
 * of us.
 */
const wrapped = 'virtual:wxt-content-script-isolated-world-entrypoint?'
const bare = '\0bare-content-script?'
const bareContentScripts: Plugin = {
  name: 'bare content scripts',
  enforce: 'pre',
  resolveId: id => (id.includes(wrapped) ? id.replace(/^.*?\?/u, bare) : undefined),
  load: id =>
    id.startsWith(bare)
      ? `import script from ${JSON.stringify(id.slice(bare.length))}\nexport default script.main()`
      : undefined,
}

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: 'dist',
  manifestVersion: 3,
  // A reader can follow every name to its file.
  imports: false,
  // Whoever has no browser beside the terminal opens dist/ by hand.
  webExt: { disabled: true },
  vite: ({ browser }) => ({
    plugins: [bareContentScripts],
    // What signs selector packs (server/commands/pack-key.ts); without it none is taken.
    define: { __PACK_PUBLIC_KEY__: JSON.stringify(process.env.PACK_PUBLIC_KEY ?? '') },
    // Nothing is rewritten for browsers older than those of the manifest.
    build: { target: browser === 'firefox' ? 'firefox140' : 'chrome120', cssTarget: 'chrome123' },
  }),
  manifest: ({ browser, command }) => {
    const isFirefox = browser === 'firefox'
    const manifest: UserManifest = {
      name: 'Пульт МЦУ',
      short_name: 'Пульт МЦУ',
      description: 'Сообщения жителей из соцсетей — в работу муниципального центра управления',
      default_locale: undefined,
      permissions: isFirefox ? permissions.filter(permission => permission !== 'sidePanel') : permissions,
      // Beside the named sites everything: a picture of the window, taken after a click on our button in a page, needs it
      // (captureVisibleTab), and the office's server may stand anywhere. Content scripts match the named sites only.
      host_permissions: [...hosts, '<all_urls>'],
      action: { default_title: 'Пульт МЦУ' },
      content_security_policy: { extension_pages: pagePolicy(command === 'serve') },
      ...(isFirefox
        ? {
            browser_specific_settings: {
              gecko: {
                id: 'pult-mcu@pult-mcu.example',
                // The first version that knows data_collection_permissions.
                strict_min_version: '140.0',
                data_collection_permissions: { required: ['websiteContent', 'personalCommunications'] },
              },
            },
          }
        : // Alarms of 30 seconds need 120, sidePanel.open 116.
          { minimum_chrome_version: '120' }),
    }
    return manifest
  },
})
