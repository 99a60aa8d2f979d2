/** «Настройки»: the bodies that answer, and the accounts under which answers are published. */
import type { Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { mayManagePeople } from '../../shared/policy/permissions.ts'
import {
  type OfficialAccount,
  officialAccountSchema,
  type Recipient,
  recipientKinds,
  recipientSchema,
  type Settings,
  titleOf,
} from '../../shared/policy/settings.ts'
import { channelIds, channels } from '../../shared/reference/channels.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, type SignedHandler, signedIn } from './answer.tsx'
import { forbiddenPage, missingPage } from './errors.tsx'
import { ChoicesField, Notice, SelectField, TextField } from './Field.tsx'
import { type Form, readForm } from './form.ts'
import { Page } from './layout.tsx'
import { managersOnlyWords } from './people.tsx'
import { counted, ticketForms } from './words.ts'

/** What was typed into which entry, and what is wrong with it. `id` «new»: an entry that does not exist yet. */
type Slip = { id: string; words: string; recipient?: Recipient; account?: OfficialAccount }

export function mountSettings(app: Hono, office: Office): void {
  const forManagers = (handler: SignedHandler) =>
    signedIn(office, (context, signed) =>
      mayManagePeople(signed.actor)
        ? handler(context, signed)
        : forbiddenPage(context, signed, managersOnlyWords),
    )

  app.get(
    '/settings',
    forManagers((context, signed) => show(context, signed, { done: context.req.query('done') === 'yes' })),
  )

  app.post(
    '/settings/recipients/:id',
    forManagers(async (context, signed) => {
      const { recipients } = signed.settings
      const id = context.req.param('id') ?? 'new'
      if (id !== 'new' && !recipients.some(each => each.id === id)) return missingPage(context)
      const recipient = readRecipient(await readForm(context), id)
      const parsed = recipientSchema.safeParse(recipient)
      if (!parsed.success)
        return show(context, signed, { slip: { id, recipient, words: 'Напишите название получателя.' } })
      await office.people.saveRecipients(signed, replaced(recipients, id, parsed.data))
      return context.redirect('/settings?done=yes', 303)
    }),
  )

  app.post(
    '/settings/recipients/:id/remove',
    forManagers(async (context, signed) => {
      const { recipients, people } = signed.settings
      const id = context.req.param('id') ?? ''
      const tickets = await countAssigned(office, id)
      const isServed = people.some(person => person.recipientIds.includes(id))
      if (tickets > 0 || isServed) {
        const words =
          tickets > 0
            ? `За ним ${counted(tickets, ticketForms)}: история должна его называть, поэтому убрать нельзя. Его можно переименовать.`
            : 'За ним закреплён исполнитель. Сначала снимите отметку у сотрудника.'
        return show(context, signed, { slip: { id, words } })
      }
      await office.people.saveRecipients(
        signed,
        recipients.filter(each => each.id !== id),
      )
      return context.redirect('/settings?done=yes', 303)
    }),
  )

  app.post(
    '/settings/accounts/:id',
    forManagers(async (context, signed) => {
      const { officialAccounts } = signed.settings
      const id = context.req.param('id') ?? 'new'
      if (id !== 'new' && !officialAccounts.some(each => each.id === id)) return missingPage(context)
      const account = readAccount(await readForm(context), id, signed.settings)
      const parsed = officialAccountSchema.safeParse(account)
      if (!parsed.success) {
        const words = 'Нужны название, обозначение владельца и адрес, который начинается с https://.'
        return show(context, signed, { slip: { id, account, words } })
      }
      await office.people.saveOfficialAccounts(signed, replaced(officialAccounts, id, parsed.data))
      return context.redirect('/settings?done=yes', 303)
    }),
  )

  app.post(
    '/settings/accounts/:id/remove',
    forManagers(async (context, signed) => {
      const id = context.req.param('id') ?? ''
      await office.people.saveOfficialAccounts(
        signed,
        signed.settings.officialAccounts.filter(each => each.id !== id),
      )
      return context.redirect('/settings?done=yes', 303)
    }),
  )
}

function replaced<Entry extends { id: string }>(list: readonly Entry[], id: string, entry: Entry): Entry[] {
  return id === 'new' ? [...list, entry] : list.map(each => (each.id === id ? entry : each))
}

async function countAssigned(office: Office, recipientId: string): Promise<number> {
  const { count } = await office.reader
    .selectFrom('tickets')
    .where('organisation_id', '=', office.organisationId)
    .where('recipient_id', '=', recipientId)
    .select(tickets => tickets.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function readRecipient(form: Form, id: string): Recipient {
  return {
    id: id === 'new' ? uuid() : id,
    title: form.one('title'),
    kind: recipientKinds.find(kind => kind === form.one('kind')) ?? 'unit',
  }
}

function readAccount(form: Form, id: string, { people, recipients }: Settings): OfficialAccount {
  return {
    id: id === 'new' ? uuid() : id,
    network: channelIds.find(channel => channel === form.one('network')) ?? 'vk',
    ownerId: form.one('ownerId'),
    title: form.one('title'),
    url: form.one('url'),
    recipientId: recipients.find(each => each.id === form.one('recipient'))?.id ?? null,
    publisherIds: people.map(person => person.id).filter(person => form.all('publishers').includes(person)),
  }
}

function show(
  context: Context,
  signed: Signed,
  { slip, done = false }: { slip?: Slip; done?: boolean },
): Response {
  const { recipients, officialAccounts } = signed.settings
  const at = (id: string, kind: 'recipient' | 'account') =>
    slip?.id === id && (slip[kind] !== undefined || (id !== 'new' && kind === 'recipient' && !slip.account))
      ? slip
      : undefined
  const page = (
    <Page signed={signed} tab="settings" title="Настройки">
      <h1>Настройки</h1>
      {done && <Notice tone="done">Сохранено. Расширения получат изменения при следующем обмене.</Notice>}
      <section class="sheet stack" aria-labelledby="recipients">
        <h2 id="recipients">Ответственные получатели</h2>
        <p class="quiet">
          Кому поручают карточки: управления, администрации поселений, учреждения, организации.
        </p>
        <ul class="entries">
          {recipients.map(recipient => (
            <RecipientEntry key={recipient.id} recipient={recipient} slip={at(recipient.id, 'recipient')} />
          ))}
        </ul>
        {recipients.length === 0 && (
          <p class="quiet">Получателей ещё нет: без них поручать некому. Добавьте первого.</p>
        )}
        <details open={slip?.id === 'new' && slip.recipient !== undefined}>
          <summary>Добавить получателя</summary>
          <RecipientForm id="new" recipient={slip?.recipient} slip={at('new', 'recipient')} />
        </details>
      </section>
      <section class="sheet stack" aria-labelledby="accounts">
        <h2 id="accounts">Официальные аккаунты</h2>
        <p class="quiet">
          Страницы, от имени которых отвечает администрация. На их ответах расширение предлагает «Это ответ»;
          отметить публикацию могут названные здесь сотрудники.
        </p>
        <ul class="entries">
          {officialAccounts.map(account => (
            <AccountEntry
              key={account.id}
              account={account}
              settings={signed.settings}
              slip={at(account.id, 'account')}
            />
          ))}
        </ul>
        {officialAccounts.length === 0 && <p class="quiet">Аккаунтов ещё нет.</p>}
        <details open={slip?.id === 'new' && slip.account !== undefined}>
          <summary>Добавить аккаунт</summary>
          <AccountForm
            id="new"
            account={slip?.account}
            settings={signed.settings}
            slip={at('new', 'account')}
          />
        </details>
      </section>
    </Page>
  )
  return answerPage(context, page, slip === undefined ? 200 : 422)
}

const kindTitles: Record<Recipient['kind'], string> = {
  unit: 'Подразделение администрации',
  settlement: 'Администрация поселения',
  institution: 'Учреждение',
  municipal_company: 'Муниципальное предприятие',
  outside: 'Сторонняя организация',
}

type WithSlip = { slip: Slip | undefined }

function RecipientEntry({ recipient, slip }: { recipient: Recipient } & WithSlip) {
  return (
    <li>
      <div class="entry">
        <div>
          <b>{recipient.title}</b>
          <small class="quiet">{kindTitles[recipient.kind]}</small>
        </div>
        <form method="post" action={`/settings/recipients/${recipient.id}/remove`}>
          <button class="link danger" type="submit" aria-label={`Убрать: ${recipient.title}`}>
            Убрать
          </button>
        </form>
      </div>
      <details open={slip !== undefined}>
        <summary>Изменить</summary>
        <RecipientForm id={recipient.id} recipient={slip?.recipient ?? recipient} slip={slip} />
      </details>
    </li>
  )
}

function RecipientForm({ id, recipient, slip }: { id: string; recipient: Recipient | undefined } & WithSlip) {
  return (
    <form method="post" action={`/settings/recipients/${id}`} class="stack medium">
      {slip && <Notice tone="refused">{slip.words}</Notice>}
      <TextField
        name="title"
        scope={`recipient-${id}`}
        label="Название"
        value={recipient?.title ?? ''}
        maxLength={300}
        required
      />
      <SelectField
        name="kind"
        scope={`recipient-${id}`}
        label="Что это"
        value={recipient?.kind ?? 'unit'}
        choices={recipientKinds.map(kind => ({ value: kind, title: kindTitles[kind] }))}
      />
      <button type="submit">{id === 'new' ? 'Добавить' : 'Сохранить'}</button>
    </form>
  )
}

function AccountEntry({
  account,
  settings,
  slip,
}: { account: OfficialAccount; settings: Settings } & WithSlip) {
  const publishers = account.publisherIds.map(id => titleOf(settings.people, id)).join(', ')
  return (
    <li>
      <div class="entry">
        <div>
          <b>{account.title}</b>
          <small class="quiet">
            {channels[account.network]} ·{' '}
            <a href={account.url} rel="noopener noreferrer" target="_blank">
              {account.url}
            </a>
          </small>
          <small class="quiet">
            {publishers ? `Публикуют: ${publishers}` : 'Никому не поручено публиковать'}
          </small>
        </div>
        <form method="post" action={`/settings/accounts/${account.id}/remove`}>
          <button class="link danger" type="submit" aria-label={`Убрать: ${account.title}`}>
            Убрать
          </button>
        </form>
      </div>
      <details open={slip !== undefined}>
        <summary>Изменить</summary>
        <AccountForm id={account.id} account={slip?.account ?? account} settings={settings} slip={slip} />
      </details>
    </li>
  )
}

function AccountForm({
  id,
  account,
  settings,
  slip,
}: {
  id: string
  account: OfficialAccount | undefined
  settings: Settings
} & WithSlip) {
  const scope = `account-${id}`
  return (
    <form method="post" action={`/settings/accounts/${id}`} class="stack medium">
      {slip && <Notice tone="refused">{slip.words}</Notice>}
      <TextField
        name="title"
        scope={scope}
        label="Название"
        value={account?.title ?? ''}
        maxLength={300}
        required
      />
      <div class="pair">
        <SelectField
          name="network"
          scope={scope}
          label="Сеть"
          value={account?.network ?? 'vk'}
          choices={channelIds.map(channel => ({ value: channel, title: channels[channel] }))}
        />
        <TextField
          name="ownerId"
          scope={scope}
          label="Обозначение владельца"
          value={account?.ownerId ?? ''}
          help="Число из адреса. Сообщество ВКонтакте — со знаком минус: −212000001 пишется как -212000001."
          maxLength={100}
          required
        />
      </div>
      <TextField
        name="url"
        scope={scope}
        label="Адрес страницы"
        type="url"
        value={account?.url ?? ''}
        placeholder="https://"
        required
      />
      <SelectField
        name="recipient"
        scope={scope}
        label="Чей это аккаунт"
        value={account?.recipientId ?? ''}
        choices={[
          { value: '', title: 'администрации в целом' },
          ...settings.recipients.map(({ id: value, title }) => ({ value, title })),
        ]}
      />
      <ChoicesField
        name="publishers"
        label="Кто публикует от его имени"
        choices={settings.people
          .filter(person => person.active)
          .map(({ id: value, title }) => ({ value, title }))}
        values={account?.publisherIds ?? []}
      />
      <button type="submit">{id === 'new' ? 'Добавить' : 'Сохранить'}</button>
    </form>
  )
}
