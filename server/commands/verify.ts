/* `npm run verify`: recomputes the history of the data folder and says whether it is whole. The server may go on working. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BlobReport, problemWords, verifyBlobs } from '../evidence/verify.ts'
import { createBlobs } from '../files/blobs.ts'
import { blobFolder, databaseFile } from '../store/backup.ts'
import { openSqlite } from '../store/sqlite.ts'
import { chainProblemWords, verifyChain } from '../tickets/verify-chain.ts'
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
      const files = await verifyBlobs(db, createBlobs(join(dataFolder(), blobFolder)), organisation.id)
      if (problems.length === 0) {
        console.log(`История цела: ${file}`)
        console.log(`Событий ${events}, удалённых текстов ${erased}. Отпечаток последнего события: ${head}`)
        return tellFiles(files)
      }
      tellFiles(files)
      return tell(
        [
          `История нарушена: ${file}, расхождений ${problems.length}`,
          ...problems.slice(0, shownProblems).map(problem => `— ${chainProblemWords(problem)}`),
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

function tellFiles({ whole, waiting, erased, problems }: BlobReport): number {
  console.log(
    `Снимков и файлов целых ${whole}, ждут отправки с компьютеров ${waiting}, удалено по требованию ${erased}`,
  )
  if (problems.length === 0) return 0
  return tell(
    [
      `Снимки и файлы нарушены: расхождений ${problems.length}`,
      ...problems.slice(0, shownProblems).map(problem => `— ${problemWords(problem)}`),
      ...(problems.length > shownProblems ? [`и ещё ${problems.length - shownProblems}`] : []),
      'Верните папку blobs из последней целой копии (npm run restore).',
    ].join('\n'),
  )
}

function tell(words: string): number {
  console.error(words)
  return 1
}
