import { guardedRoles, mayManageGuarded } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../shared/reference/blocks.ts'
import { roleIds, roles } from '../../shared/reference/roles.ts'
import type { PersonDraft, Signed } from '../office.ts'
import { guardedWords } from '../people/desk.ts'
import { ChoicesField, TextField } from './Field.tsx'
import type { Form } from './form.ts'

export const emptyDraft: PersonDraft = { title: '', roles: [], blocks: [], recipientIds: [] }

export function PersonFields({ draft, signed }: { draft: PersonDraft; signed: Signed }) {
  const { settings } = signed
  const isHead = mayManageGuarded(signed.actor)
  const given = roleIds.filter(id => isHead || !guardedRoles.includes(id))
  return (
    <>
      <TextField
        name="title"
        label="Должность"
        value={draft.title}
        help="Как в распоряжении, без фамилии."
        maxLength={300}
        required
      />
      <ChoicesField
        name="roles"
        label="Роли"
        choices={given.map(id => ({ value: id, title: roles[id] }))}
        values={draft.roles}
        help={
          isHead
            ? 'Руководитель МЦУ видит всё. Администратор ведёт сотрудников и настройки, но не видит сообщений граждан.'
            : guardedWords
        }
      />
      <ChoicesField
        name="blocks"
        label="Блоки"
        choices={blockIds.map(id => ({ value: id, title: blocks[id].short }))}
        values={draft.blocks}
        help="Для руководителя отраслевого блока."
      />
      {settings.recipients.length > 0 && (
        <ChoicesField
          name="recipients"
          label="Ответственные получатели"
          choices={settings.recipients.map(({ id, title }) => ({ value: id, title }))}
          values={draft.recipientIds}
          help="Для исполнителя: чьи поручения он видит."
        />
      )}
    </>
  )
}

export function readDraft(
  form: Form,
  settings: Settings,
): { draft: PersonDraft; problem: string | undefined } {
  const draft: PersonDraft = {
    title: form.one('title').slice(0, 300),
    roles: roleIds.filter(role => form.all('roles').includes(role)),
    blocks: blockIds.filter(block => form.all('blocks').includes(block)),
    recipientIds: settings.recipients.map(({ id }) => id).filter(id => form.all('recipients').includes(id)),
  }
  return { draft, problem: problemOf(draft) }
}

function problemOf({ title, roles: chosen, blocks: headed, recipientIds }: PersonDraft): string | undefined {
  if (title === '') return 'Напишите должность.'
  if (chosen.length === 0) return 'Выберите хотя бы одну роль: без роли человек ничего не увидит.'
  if (chosen.includes('block_head') && headed.length === 0) return 'Отметьте, какими блоками он руководит.'
  if (chosen.includes('recipient_user') && recipientIds.length === 0) {
    return 'Отметьте, за какого ответственного получателя он исполняет. Получателей добавляют в «Настройках».'
  }
  return undefined
}
