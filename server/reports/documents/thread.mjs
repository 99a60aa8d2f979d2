/*
 * The thread of documents where the server runs from its sources (development, tests, commands); the built server starts
 * ./thread.ts as a bundle. Packages first: read through tsx one by one they would take five times as long.
 */
await Promise.all(
  [
    ...['docx', 'exceljs', '@resvg/resvg-js'],
    ...['echarts/core', 'echarts/charts', 'echarts/components', 'echarts/renderers'],
  ].map(name => import(name)),
)
const { register } = await import('tsx/esm/api')
register()
await import('./thread.ts')
