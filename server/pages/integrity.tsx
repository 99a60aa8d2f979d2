/** `/integrity`, «Целостность»: recomputes the history, and every picture and file against the hashes that it names. */
import type { Hono } from 'hono'
import type { RoleId } from '../../shared/reference/roles.ts'
import { type BlobReport, problemWords } from '../evidence/verify.ts'
import type { Office, Signed } from '../office.ts'
import { type ChainReport, chainProblemWords } from '../tickets/verify-chain.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { Page } from './layout.tsx'
import { asOfWords, counted } from './words.ts'

const keepers: readonly RoleId[] = ['admin', 'center_head']
const shownProblems = 50

export function mountIntegrity(app: Hono, office: Office): void {
  const isKeeper = ({ actor }: Signed) => actor.roles.some(role => keepers.includes(role))
  const keepersOnly = 'Целостность проверяют администратор и руководитель МЦУ.'
  app.get(
    '/integrity',
    signedIn(office, (context, signed) => {
      if (!isKeeper(signed)) return forbiddenPage(context, signed, keepersOnly)
      return answerPage(context, <IntegrityPage signed={signed} now={office.now()} found={undefined} />)
    }),
  )
  // By a button: it reads everything that there is.
  app.post(
    '/integrity',
    signedIn(office, async (context, signed) => {
      if (!isKeeper(signed)) return forbiddenPage(context, signed, keepersOnly)
      const found = await office.evidence.verify()
      return answerPage(context, <IntegrityPage signed={signed} now={office.now()} found={found} />)
    }),
  )
}

type Found = { chain: ChainReport; blobs: BlobReport }
type IntegrityProps = { signed: Signed; now: string; found: Found | undefined }

function IntegrityPage({ signed, now, found }: IntegrityProps) {
  return (
    <Page signed={signed} tab="settings" title="Целостность" liveUrl="/integrity" stands>
      <h1>Целостность</h1>
      <p>
        Сервер пересчитает историю всех карточек и контрольные суммы всех снимков и файлов на диске. Так
        видно, что записанное год назад — то же, что было записано. Здесь только номера карточек, текстов нет.
      </p>
      {found !== undefined && <Result found={found} now={now} zone={signed.settings.deadlines.zone} />}
      <form method="post" action="/integrity">
        <button type="submit">{found === undefined ? 'Проверить сейчас' : 'Проверить ещё раз'}</button>
      </form>
      {signed.actor.roles.includes('center_head') && (
        <p>
          <a href="/erasure">Удалить данные автора по его требованию</a>
        </p>
      )}
    </Page>
  )
}

function Result({ found: { chain, blobs }, now, zone }: { found: Found; now: string; zone: string }) {
  const problems = [...chain.problems.map(chainProblemWords), ...blobs.problems.map(problemWords)]
  return (
    <>
      <p class="quiet">{asOfWords(now, zone)}</p>
      {problems.length === 0 ? (
        <Notice tone="done">✓ Всё цело: ничего не пропало и не изменено.</Notice>
      ) : (
        <Notice tone="refused">
          <p>{`▲ Найдено расхождений: ${problems.length}`}</p>
          <ul>
            {problems.slice(0, shownProblems).map(words => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          {problems.length > shownProblems && <p>{`И ещё ${problems.length - shownProblems}.`}</p>}
          <p>Сохраните папку данных как есть и верните последнюю целую копию (npm run restore).</p>
        </Notice>
      )}
      <ul>
        <li>{`История: ${counted(chain.events, ['событие', 'события', 'событий'])}, отпечаток последнего ${chain.head.slice(0, 16)}…`}</li>
        <li>{`Снимки и файлы: целых ${blobs.whole}, ждут отправки с компьютеров ${blobs.waiting}, удалено по требованию ${blobs.erased}`}</li>
        <li>{`Удалено текстов по требованию: ${chain.erased}`}</li>
      </ul>
    </>
  )
}
