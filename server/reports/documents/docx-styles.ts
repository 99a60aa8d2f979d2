/**
 * The look of an official document: ГОСТ Р 7.0.97-2016 margins, Times New Roman (or what stands in for it with the same
 * widths, Liberation Serif), named styles that a reader may change. Sizes are half-points, lengths twips.
 */
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  type IBorderOptions,
  type IStylesOptions,
  LevelFormat,
  LineRuleType,
} from 'docx'

export const page = {
  size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
  margin: {
    top: convertMillimetersToTwip(20),
    bottom: convertMillimetersToTwip(20),
    left: convertMillimetersToTwip(30),
    right: convertMillimetersToTwip(15),
    header: convertMillimetersToTwip(8),
    footer: convertMillimetersToTwip(9),
  },
}

export const textWidth = page.size.width - page.margin.left - page.margin.right

const font = 'Times New Roman'
const language = { value: 'ru-RU', eastAsia: 'ru-RU', bidirectional: 'ru-RU' }
const bodySize = 24

export const thin: IBorderOptions = { style: BorderStyle.SINGLE, size: 4, color: '808080' }
export const thick: IBorderOptions = { style: BorderStyle.SINGLE, size: 8, color: '000000' }
export const none: IBorderOptions = { style: BorderStyle.NONE, size: 0, color: 'auto' }

/** Ids of the styles that are ours; the others are Word's own. */
export const styleIds = {
  subtitle: 'ReportSubtitle',
  head: 'ReportHead',
  people: 'ReportPeople',
  caption: 'Caption',
  tableHead: 'TableHead',
  tableText: 'TableText',
  tableNumber: 'TableNumber',
  tableNote: 'TableNote',
  picture: 'Picture',
  running: 'Running',
  final: 'ReportFinal',
} as const

export const listReference = 'report-list'

export const numbering = {
  config: [
    {
      reference: listReference,
      levels: [
        {
          level: 0,
          format: LevelFormat.BULLET,
          text: '–',
          alignment: AlignmentType.LEFT,
          style: { paragraph: { indent: { left: 709, hanging: 284 } } },
        },
      ],
    },
  ],
}

const small = (id: string, name: string, size: number, paragraph = {}, run = {}) => ({
  id,
  name,
  basedOn: 'Normal',
  quickFormat: true,
  run: { size, ...run },
  paragraph: {
    indent: { firstLine: 0 },
    spacing: { before: 0, after: 0, line: 240, lineRule: LineRuleType.AUTO },
    alignment: AlignmentType.LEFT,
    ...paragraph,
  },
})

const heading = { font, color: '000000', bold: true }

export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font, size: bodySize, language },
      paragraph: { spacing: { line: 260, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { ...heading, size: 30, characterSpacing: 0 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 120, after: 60 } },
    },
    heading1: {
      run: { ...heading, size: 28 },
      paragraph: { spacing: { before: 280, after: 100 }, keepNext: true, keepLines: true },
    },
    heading2: {
      run: { ...heading, size: 26 },
      paragraph: { spacing: { before: 200, after: 80 }, keepNext: true, keepLines: true },
    },
  },
  paragraphStyles: [
    {
      id: 'BodyText',
      name: 'Body Text',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: {
        alignment: AlignmentType.JUSTIFIED,
        indent: { firstLine: convertMillimetersToTwip(12.5) },
        spacing: { after: 80 },
      },
    },
    {
      id: 'ListText',
      name: 'List Text',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: { spacing: { after: 60 } },
    },
    small(styleIds.subtitle, 'Report Subtitle', 26, {
      alignment: AlignmentType.CENTER,
      spacing: { after: 60 },
    }),
    small(styleIds.head, 'Report Head', 22, { alignment: AlignmentType.CENTER, spacing: { after: 60 } }),
    small(styleIds.people, 'Report People', bodySize, { spacing: { after: 20 } }),
    small(styleIds.caption, 'caption', 22, { keepNext: true, spacing: { before: 180, after: 60 } }),
    small(
      styleIds.tableHead,
      'Table Head',
      20,
      { alignment: AlignmentType.CENTER, keepNext: true },
      { bold: true },
    ),
    small(styleIds.tableText, 'Table Text', 20),
    small(styleIds.tableNumber, 'Table Number', 20, { alignment: AlignmentType.RIGHT }),
    small(styleIds.tableNote, 'Table Note', 18, { spacing: { before: 60, after: 160 } }),
    small(styleIds.picture, 'Picture', bodySize, {
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { before: 160 },
    }),
    small(styleIds.running, 'Running', 16, {}, { color: '404040' }),
    small(styleIds.final, 'Report Final', 18, { spacing: { after: 20 } }, { color: '404040' }),
  ],
}
