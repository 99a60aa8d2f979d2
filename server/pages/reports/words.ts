import type { Failure } from '../../office.ts'

export const reportsOnlyWords =
  'Записки и отчёты составляет руководитель МЦУ, утверждённые читает Глава администрации.'

/** Nothing was done: a slip of the form, or the state does not fit any more. */
export const statusOf = ({ code }: Failure) =>
  code === 'report-stage' || code === 'report-changed' || code === 'summary-stage'
    ? 409
    : code.endsWith('-only') || code === 'not-yours'
      ? 403
      : 422

/** What was just done, by the word in the address. */
export const doneWords: Readonly<Record<string, string>> = {
  written: 'Текст сохранён.',
  checked: 'Отмечено «Проверено»: числа зафиксированы. Теперь отчёт можно утвердить.',
  returned: 'Возвращено на доработку.',
  approved: 'Утверждено. Файлы готовы, их можно отправить.',
  sent: 'Отправка записана. Отчёт больше не меняется.',
  ordered: 'Поручение дано. Его исполнение откроет следующую записку.',
  reported: 'Об исполнении доложено.',
  handed: 'Сводка сдана.',
  asked: 'Запрос записан.',
  answered: 'Ответ на запрос записан.',
  made: 'Материал составлен и сохранён при запросе. Скачайте файлы и отправьте их.',
}
