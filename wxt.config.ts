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
const hosts = ['https://vk.com/*', 'https://vk.ru/*', 'https://web.telegram.org/*']

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

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: 'dist',
  manifestVersion: 3,
  // A reader can follow every name to its file.
  imports: false,
  // Whoever has no browser beside the terminal opens dist/ by hand.
  webExt: { disabled: true },
  manifest: ({ browser, command }) => {
    const isFirefox = browser === 'firefox'
    const manifest: UserManifest = {
      name: 'Пульт МЦУ',
      short_name: 'Пульт МЦУ',
      description: 'Сообщения жителей из соцсетей — в работу муниципального центра управления',
      default_locale: undefined,
      permissions: isFirefox ? permissions.filter(permission => permission !== 'sidePanel') : permissions,
      host_permissions: hosts,
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
