/** What is asked about a message recorded by hand: whence and when, of what and where, what kind of message it is. */
import { momentOf } from '../../../shared/acts/fields.ts'
import type { Classification } from '../../../shared/classify/classify.ts'
import { kinds } from '../../../shared/deadlines/rules.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import { channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { type FileDesk, FilesField } from '../forms/FilesField.tsx'
import { Field } from './Field.tsx'
import { type ManualDraft, type ManualFaults, manualChannels, topicOf } from './manual-draft.ts'

type FieldsProps = { value: ManualDraft; onChange: (patch: Partial<ManualDraft>) => void }
type Checked = { faults: ManualFaults }

type OriginProps = FieldsProps & Checked & { settings: Settings; now: string }

export function OriginFields({ value, faults, settings, now, onChange }: OriginProps) {
  const { channel, author } = value
  const { zone } = settings.deadlines
  return (
    <>
      <div class="two">
        <Field label="Откуда">
          {ids => (
            <select
              {...ids}
              value={channel}
              onChange={({ currentTarget: { value: chosen } }) =>
                onChange({ channel: manualChannels.find(each => each === chosen) ?? channel })
              }
            >
              {manualChannels.map(id => (
                <option key={id} value={id}>
                  {id === 'other' ? 'Другое' : channels[id]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Кто">
          {ids => (
            <input
              {...ids}
              value={author}
              maxLength={300}
              placeholder="если назвался"
              onInput={event => onChange({ author: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Когда" error={faults.at ?? null}>
        {ids => (
          <input
            {...ids}
            data-field="at"
            type="datetime-local"
            max={momentOf(now, zone)}
            value={value.at || momentOf(now, zone)}
            onInput={event => onChange({ at: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  )
}

type TopicProps = FieldsProps & { suggested: Classification; settings: Settings }

export function TopicFields({ value, suggested, settings, onChange }: TopicProps) {
  const topic = topicOf(value, suggested)
  const [best] = suggested.suggestions
  return (
    <>
      <Field
        label="Блок"
        hint={
          topic.isByKeywords && best !== undefined
            ? `нашли: ${best.matched.map(words => `«${words}»`).join(', ')}`
            : topic.block === 'none'
              ? 'Без блока запись разберёт оператор.'
              : null
        }
      >
        {ids => (
          <select
            {...ids}
            value={topic.block}
            onChange={({ currentTarget: { value: chosen } }) => {
              if (isBlockId(chosen)) onChange({ block: chosen, subtopic: null })
            }}
          >
            {blockIds.map(id => (
              <option key={id} value={id}>
                {blocks[id].title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Подтема">
        {ids => (
          <select
            {...ids}
            value={topic.subtopic ?? ''}
            onChange={({ currentTarget: { value: chosen } }) =>
              onChange({ subtopic: chosen, block: topic.block })
            }
          >
            <option value="">не выбрана</option>
            {settings.subtopics
              .filter(each => each.block === topic.block)
              .map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
          </select>
        )}
      </Field>
      <div class="two">
        <Field label="Населённый пункт">
          {ids => (
            <select
              {...ids}
              value={topic.settlement ?? ''}
              onChange={event => onChange({ settlement: event.currentTarget.value })}
            >
              <option value="">не указан</option>
              {settings.settlements.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Где">
          {ids => (
            <input
              {...ids}
              value={value.place}
              maxLength={500}
              placeholder={suggested.place ?? 'улица, дом, ориентир'}
              onInput={event => onChange({ place: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

type KindProps = FieldsProps & Checked & { today: string }

export function KindFields({ value, faults, today, onChange }: KindProps) {
  const { kind } = value
  return (
    <>
      <Field label="Вид" hint={kindInfo[kind].hint}>
        {ids => (
          <select
            {...ids}
            value={kind}
            onChange={({ currentTarget: { value: chosen } }) =>
              onChange({
                kind: kinds.find(each => each === chosen) ?? kind,
                registrationDate: value.registrationDate || today,
              })
            }
          >
            {kinds.map(each => (
              <option key={each} value={each}>
                {kindInfo[each].title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {kind === 'appeal' && (
        <RegistrationFields value={value} faults={faults} today={today} onChange={onChange} />
      )}
    </>
  )
}

/** Without its number and date nothing is an appeal (59-ФЗ). */
function RegistrationFields({ value, faults, today, onChange }: KindProps) {
  return (
    <div class="two">
      <Field label="Номер регистрации" error={faults.number ?? null}>
        {ids => (
          <input
            {...ids}
            data-field="number"
            value={value.registrationNumber}
            maxLength={100}
            onInput={event => onChange({ registrationNumber: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Дата регистрации" error={faults.date ?? null}>
        {ids => (
          <input
            {...ids}
            data-field="date"
            type="date"
            max={today}
            value={value.registrationDate}
            onInput={event => onChange({ registrationDate: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  )
}

type AttachmentsProps = FieldsProps & Checked & { desk: FileDesk }

export function Attachments({ value, faults, desk, onChange }: AttachmentsProps) {
  return (
    <details class="fold" open={value.url !== '' || value.files !== ''}>
      <summary>Адрес страницы, фото</summary>
      <div class="act-form">
        <Field label="Адрес страницы" isOptional error={faults.url ?? null}>
          {ids => (
            <input
              {...ids}
              data-field="url"
              type="text"
              inputMode="url"
              maxLength={2_000}
              placeholder="https://"
              value={value.url}
              onInput={event => onChange({ url: event.currentTarget.value })}
            />
          )}
        </Field>
        <FilesField
          label="Фото и файлы"
          hint={null}
          fault={null}
          value={value.files}
          onChange={files => onChange({ files })}
          desk={desk}
        />
      </div>
    </details>
  )
}
