/** What the stages of an answer are called. */
import type { StageId } from '../../reports/stages/stages.ts'

export const stageTitles: Readonly<Record<StageId, { title: string; short: string; formula: string }>> = {
  sorting: {
    title: 'Ждёт разбора',
    short: 'разбор',
    formula: 'От записи, пока блок не подтверждён; «Не наш блок» возвращает сюда.',
  },
  assigning: {
    title: 'Ждёт поручения',
    short: 'поручение',
    formula: 'От разбора до поручения. Если ответили без поручения, это время — исполнение.',
  },
  execution: {
    title: 'Исполняется',
    short: 'исполнение',
    formula: 'От поручения до ответа на согласование или публикацию, и после возврата с согласования.',
  },
  waiting: {
    title: 'Ждёт автора или стороннюю организацию',
    short: 'ожидание',
    formula: 'Пока автор не уточнил или сторонняя организация не ответила.',
  },
  approval: {
    title: 'На согласовании',
    short: 'согласование',
    formula: 'От передачи на согласование до согласования или возврата.',
  },
  publication: {
    title: 'Ждёт публикации',
    short: 'публикация',
    formula: 'От готового ответа до публикации.',
  },
}
