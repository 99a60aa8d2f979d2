/** A chart as SVG, and the SVG as PNG for a DOCX. Runs in the thread: ECharts and resvg are loaded nowhere else. */
import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components'
import { init, setPlatformAPI, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ReportChart } from '../../../shared/reports/document.ts'
import { colours, fontFamily, measureText } from './chart-look.ts'
import { chartHeight, chartOption, isEmptyChart } from './chart-options.ts'

use([
  ...[BarChart, HeatmapChart, LineChart],
  ...[AriaComponent, GridComponent, LegendComponent, VisualMapComponent, SVGRenderer],
])
setPlatformAPI({ measureText })

const require = createRequire(import.meta.url)
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(name =>
  require.resolve(`dejavu-fonts-ttf/ttf/${name}`),
)

export type ChartSize = { width: number; height: number }

/** Pixels of a page: as wide as the text of an A4 sheet, as high as the chart's rows need. */
export function chartSize(chart: ReportChart): ChartSize {
  return { width: 620, height: Math.round(chartHeight(chart)) }
}

/** Words of the chart are escaped by the library; the picture holds no script and asks for nothing outside. */
export function chartSvg(chart: ReportChart, size: ChartSize = chartSize(chart)): string {
  if (isEmptyChart(chart)) return emptySvg(size)
  const drawn = init(null, null, { renderer: 'svg', ssr: true, ...size })
  try {
    drawn.setOption(chartOption(chart))
    return withFixedIds(drawn.renderToSVGString())
  } finally {
    drawn.dispose()
  }
}

/** The library counts its pictures since the start; equal charts are to be equal bytes. */
function withFixedIds(svg: string): string {
  const names = new Map<string, string>()
  return svg.replaceAll(/(?<=(?:class|id)="|url\(#|\.)zr\d+-[\w-]+/g, name => {
    const known = names.get(name) ?? `c${names.size}`
    names.set(name, known)
    return known
  })
}

function emptySvg({ width, height }: ChartSize): string {
  const place = `x="${width / 2}" y="${height / 2}" text-anchor="middle" dominant-baseline="central"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${colours.paper}"/><text ${place} font-family="${fontFamily}" font-size="13" fill="${colours.quiet}">За этот период данных нет</text></svg>`
}

/** Twice and a half as fine as the screen: about 240 dots an inch on paper. The font is ours, not the machine's. */
export function chartPng(svg: string): Uint8Array {
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2.5 },
    background: colours.paper,
    font: {
      loadSystemFonts: false,
      fontFiles,
      defaultFontFamily: 'DejaVu Sans',
      sansSerifFamily: 'DejaVu Sans',
    },
  })
  return new Uint8Array(drawn.render().asPng())
}
