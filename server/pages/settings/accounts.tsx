/** «Официальные аккаунты»: under whose name answers are published, and by whom (PRACTICE P14). */
import { type OfficialAccount, officialAccountSchema, titleOf } from '../../../shared/policy/settings.ts'
import { channelIds, channels } from '../../../shared/reference/channels.ts'
import { countPublishedAs } from '../../tickets/counts.ts'
import { ChoicesField, SelectField, TextField } from '../Field.tsx'
import { counted } from '../words.ts'
import { idOf } from './ids.ts'
import type { ListSpec } from './list.tsx'
import { TitleField } from './TitleField.tsx'
import { problemsOf } from './typed.ts'

export const accountsList: ListSpec<OfficialAccount> = {
  path: '/settings/accounts',
  words: {
    page: 'Официальные аккаунты',
    intro:
      'Страницы, от имени которых отвечает администрация. На их ответах расширение предлагает «Это ответ»; отметить публикацию могут названные здесь сотрудники.',
    add: 'Добавить аккаунт',
    fresh: 'Новый аккаунт',
    first: 'Аккаунт',
    empty: 'Аккаунтов ещё нет: расширение не узнает ответы администрации. Добавьте первый.',
  },
  schema: officialAccountSchema,
  rowsOf: settings => settings.officialAccounts,
  withRows: (settings, officialAccounts) => ({ ...settings, officialAccounts: [...officialAccounts] }),
  titleOf: account => account.title,
  columnsOf: (account, { people, recipients }) => [
    { label: 'Сеть', text: channels[account.network] },
    { label: 'Адрес', text: account.url.replace(/^https:\/\//, '') },
    { label: 'Владелец', text: account.ownerId },
    {
      label: 'Чей',
      text: account.recipientId === null ? 'администрации в целом' : titleOf(recipients, account.recipientId),
    },
    account.publisherIds.length === 0
      ? { label: 'Публикуют', text: 'никому не поручено', tone: 'today' }
      : { label: 'Публикуют', text: account.publisherIds.map(id => titleOf(people, id)).join(', ') },
  ],
  valuesOf: account => ({
    title: account.title,
    network: account.network,
    ownerId: account.ownerId,
    url: account.url,
    recipient: account.recipientId ?? '',
    publishers: account.publisherIds,
  }),
  freshValues: () => ({ network: 'vk' }),
  read(form, { settings }, standing) {
    const { people, recipients, officialAccounts } = settings
    const others = officialAccounts.filter(each => each.id !== standing?.id)
    const network = channelIds.find(channel => channel === form.one('network')) ?? 'vk'
    const ownerId = form.one('ownerId').replace('\u2212', '-')
    const twin = others.find(each => each.network === network && each.ownerId === ownerId)
    const account = {
      id: idOf(standing, form.one('title'), others),
      network,
      ownerId,
      title: form.one('title'),
      url: form.one('url'),
      recipientId: recipients.find(each => each.id === form.one('recipient'))?.id ?? null,
      publisherIds: people.map(person => person.id).filter(id => form.all('publishers').includes(id)),
    }
    const isUrl = officialAccountSchema.shape.url.safeParse(account.url).success
    const problems = problemsOf({
      title: account.title === '' && 'Напишите название аккаунта.',
      ownerId:
        ownerId === ''
          ? 'Напишите обозначение владельца: число из адреса.'
          : twin && `Этот владелец уже записан как «${twin.title}».`,
      url: !isUrl && 'Вставьте адрес страницы целиком: он начинается с https://.',
    })
    return Object.keys(problems).length > 0 ? { outcome: 'slip', problems } : { outcome: 'row', row: account }
  },
  Fields: ({ form, problems, settings }) => (
    <>
      <TitleField form={form} problems={problems} maxLength={300} />
      <div class="pair">
        <SelectField
          name="network"
          label="Сеть"
          value={form.one('network')}
          choices={channelIds.map(channel => ({ value: channel, title: channels[channel] }))}
        />
        <TextField
          name="ownerId"
          label="Обозначение владельца"
          value={form.one('ownerId')}
          problem={problems.ownerId}
          help="Число из адреса. Сообщество ВКонтакте — со знаком минус: −212000001 пишется как -212000001."
          maxLength={100}
          required
        />
      </div>
      <TextField
        name="url"
        label="Адрес страницы"
        type="url"
        value={form.one('url')}
        problem={problems.url}
        placeholder="https://"
        maxLength={500}
        required
      />
      <SelectField
        name="recipient"
        label="Чей это аккаунт"
        value={form.one('recipient')}
        choices={[
          { value: '', title: 'администрации в целом' },
          ...settings.recipients.map(({ id: value, title }) => ({ value, title })),
        ]}
      />
      <ChoicesField
        name="publishers"
        label="Кто публикует от его имени"
        choices={settings.people
          .filter(person => person.active || form.all('publishers').includes(person.id))
          .map(({ id: value, title, active }) => ({
            value,
            title: active ? title : `${title} (не работает)`,
          }))}
        values={form.all('publishers')}
      />
    </>
  ),
  async usageOf({ id }, _, office) {
    const tickets = await countPublishedAs(office, id)
    if (tickets === 0) return undefined
    return `От его имени отвечали в ${counted(tickets, inTicketForms)}: история должна его называть, поэтому убрать нельзя. Чтобы под ним больше не публиковали, снимите отметки сотрудников.`
  },
}

const inTicketForms = ['карточке', 'карточках', 'карточках'] as const
