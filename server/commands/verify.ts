/* `npm run verify`: recomputes the history of the data folder and says whether it is whole. The server may go on working. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../store/backup.ts'
import { openSqlite } from '../store/sqlite.ts'
import { type ChainProblem, verifyChain } from '../tickets/verify-chain.ts'
import { dataFolder } from './environment.ts'

const shownProblems = 20

const path = join(dataFolder(), databaseFile)
process.exitCode = existsSync(path) ? await verify(path) : tell(`${path}: базы нет, проверять нечего.`)

async function verify(file: string): Promise<number> {
  const store = openSqlite(file)
  try {
    return await store.reader.transaction().execute(async db => {
      const organisation = await db.selectFrom('organisations').select('id').executeTakeFirst()
      if (organisation === undefined) return tell(`${file}: организация ещё не создана, проверять нечего.`)
      const { events, head, erased, problems } = await verifyChain(db, organisation.id)
      if (problems.length === 0) {
        console.log(`История цела: ${file}`)
        console.log(`Событий ${events}, удалённых текстов ${erased}. Отпечаток последнего события: ${head}`)
        return 0
      }
      return tell(
        [
          `История нарушена: ${file}, расхождений ${problems.length}`,
          ...problems.slice(0, shownProblems).map(problem => `— ${wordsOf(problem)}`),
          ...(problems.length > shownProblems ? [`и ещё ${problems.length - shownProblems}`] : []),
          'Не продолжайте работу с этими данными: сохраните папку и восстановите последнюю целую копию (npm run restore).',
        ].join('\n'),
      )
    })
  } catch (error) {
    // A message may quote a citizen's words: the name of the error is enough.
    return tell(
      `История не читается: ${file} (${error instanceof Error ? error.name : 'ошибка'}). Восстановите последнюю целую копию (npm run restore).`,
    )
  } finally {
    await store.close()
  }
}

function tell(words: string): number {
  console.error(words)
  return 1
}

function wordsOf(problem: ChainProblem): string {
  switch (problem.problem) {
    case 'event-missing':
      return `нет события ${problem.seq}`
    case 'event-changed':
      return `событие ${problem.seq} изменено`
    case 'head-differs':
      return `история обрывается на событии ${problem.seq}: последние события удалены или добавлены`
    case 'content-changed':
      return `текст ${problem.contentId} изменён`
    case 'content-missing':
      return `текст ${problem.contentId} пропал`
    case 'state-differs':
      return `карточка ${problem.ticketId} не такая, какой её делает история`
    default: {
      const never: never = problem
      return never
    }
  }
}
