/* `npm run backup -- FOLDER` and `npm run restore -- FOLDER`: see server/store/backup.ts. */
import { BackupUnusable, backUp, restore } from '../store/backup.ts'
import { FolderInUse } from '../store/folder-lock.ts'
import { dataFolder, typedPath } from './environment.ts'

// Citizens' texts: the copy is for this account only.
process.umask(0o077)

const [act, typed] = process.argv.slice(2)
if ((act !== 'backup' && act !== 'restore') || typed === undefined) {
  console.error(`Назовите папку: npm run ${act ?? 'backup'} -- ПАПКА`)
  process.exit(2)
}
const folder = typedPath(typed)

try {
  if (act === 'backup') {
    const { tickets, files } = await backUp(dataFolder(), folder)
    console.log(`Копия готова и проверена: ${folder}, карточек ${tickets}, снимков и файлов ${files}`)
  } else {
    const { tickets, aside } = restore(dataFolder(), folder, new Date().toISOString())
    console.log(`Данные восстановлены из ${folder}: карточек ${tickets}`)
    if (aside !== null) console.log(`Прежние данные сохранены в ${aside}`)
    console.log('Запустите сервер: расширения сами пришлют то, что было после копии.')
    console.log(
      'Сотрудники, роли и устройства теперь такие, какими были при копировании. Устройства, доступ которых закрыли после копии, снова действуют: закройте их ещё раз в разделе «Сотрудники».',
    )
    console.log('Прежние приглашения больше не действуют: создайте новые. На страницы все входят заново.')
  }
} catch (error) {
  if (error instanceof FolderInUse) console.error('Сервер работает: остановите его и повторите.')
  else if (error instanceof BackupUnusable) console.error(error.message)
  else if (isDiskFull(error)) console.error(`Нет места на диске: ${folder}. Прежние данные не тронуты.`)
  else throw error
  process.exit(1)
}

function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'SQLITE_FULL')
  )
}
