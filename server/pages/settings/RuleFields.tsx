/** The form of one rule of deadlines. */
import type { ComponentChildren } from 'preact'
import {
  confidences,
  type DeadlineRule,
  kinds,
  stageIds,
  startEvents,
  units,
} from '../../../shared/deadlines/rules.ts'
import { channelIds, channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { stageTitles } from '../../../shared/reference/stages.ts'
import { CheckField, ChoicesField, Problem, SelectField, TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import type { FieldsProps } from './list.tsx'
import {
  confidenceTitles,
  countTitles,
  rollTitles,
  startTitles,
  unitTitles,
  urgencyTitles,
} from './rule-words.ts'

const ceilingHelp =
  'Не больше 30 календарных или 20 рабочих дней, 160 рабочих часов (697-П, п. 4.3 г). Дольше — только продлением карточки с причиной.'

export function RuleFields({ form, problems, entry }: FieldsProps<DeadlineRule>) {
  return (
    <>
      {entry && (
        <p class="quiet">
          Правка меняет сроки и тех карточек, что уже открыты. Чтобы они досчитались по-старому,{' '}
          <a href={`/settings/deadlines/new?like=${entry.id}`}>добавьте новую редакцию с её датой</a>.
        </p>
      )}
      <SelectField
        name="stage"
        label="Этап"
        value={form.one('stage')}
        choices={stageIds.map(id => ({ value: id, title: stageTitles[id] }))}
      />
      <div class="pair">
        <TextField
          name="amount"
          label="Срок"
          value={form.one('amount')}
          problem={problems.amount}
          help={ceilingHelp}
          maxLength={4}
          required
        />
        <UnitField form={form} name="unit" label="В чём" />
      </div>
      <div class="pair">
        <TextField
          name="targetAmount"
          label="Внутренний срок центра"
          value={form.one('targetAmount')}
          problem={problems.targetAmount}
          help="Короче срока по документу: по нему идёт контроль. Пусто — нет."
          maxLength={4}
        />
        <UnitField form={form} name="targetUnit" label="В чём" />
      </div>
      <SelectField
        name="startEvent"
        label="Считается от"
        value={form.one('startEvent')}
        choices={startEvents.map(value => ({ value, title: startTitles[value] }))}
      />
      <Pair>
        <SelectField
          name="countFrom"
          label="Первый день"
          value={form.one('countFrom')}
          choices={entriesOf(countTitles)}
          help="Для сроков в днях."
        />
        <SelectField
          name="rollRule"
          label="Если последний день нерабочий"
          value={form.one('rollRule')}
          choices={entriesOf(rollTitles)}
          help="Для сроков в днях."
        />
      </Pair>
      <ChoicesField
        name="kinds"
        label="Для каких видов"
        choices={kinds.map(value => ({ value, title: kindInfo[value].title }))}
        values={form.all('kinds')}
        problem={problems.kinds}
      />
      <Pair>
        <SelectField
          name="urgency"
          label="Срочность"
          value={form.one('urgency')}
          choices={entriesOf(urgencyTitles)}
        />
        <SelectField
          name="accelerated"
          label="Ускоренное решение"
          value={form.one('accelerated')}
          choices={[
            { value: 'any', title: 'неважно' },
            { value: 'yes', title: 'только ускоренные подтемы' },
            { value: 'no', title: 'кроме ускоренных подтем' },
          ]}
        />
      </Pair>
      <ChoicesField
        name="channels"
        label="Для каких каналов"
        choices={channelIds.map(value => ({ value, title: channels[value] }))}
        values={form.all('channels')}
        help="Ничего не отмечено — для всех."
      />
      <fieldset class="field">
        <legend>Пауза</legend>
        {problems.pausable && <Problem id="pausable-problem" words={problems.pausable} />}
        <CheckField
          name="pausable"
          label="Срок может стоять, пока уточняем у автора"
          checked={form.one('pausable') === 'yes'}
        />
      </fieldset>
      <TextField
        name="checkpoints"
        label="Контрольные точки"
        value={form.one('checkpoints')}
        problem={problems.checkpoints}
        help="На какой день от начала напоминать, через запятую: 3, 7, 20."
      />
      <Pair>
        <TextField
          name="source"
          label="Основание"
          value={form.one('source')}
          problem={problems.source}
          maxLength={300}
          required
        />
        <TextField name="clause" label="Пункт или пояснение" value={form.one('clause')} maxLength={300} />
      </Pair>
      <Pair>
        <SelectField
          name="confidence"
          label="Насколько уверены"
          value={form.one('confidence')}
          choices={confidences.map(value => ({ value, title: confidenceTitles[value] }))}
        />
        <TextField
          name="validFrom"
          label="Действует с"
          type="date"
          value={form.one('validFrom')}
          problem={problems.validFrom}
          required
        />
      </Pair>
    </>
  )
}

function entriesOf(titles: Readonly<Record<string, string>>) {
  return Object.entries(titles).map(([value, title]) => ({ value, title }))
}

function Pair({ children }: { children: ComponentChildren }) {
  return <div class="pair">{children}</div>
}

function UnitField({ form, name, label }: { form: Form; name: string; label: string }) {
  return (
    <SelectField
      name={name}
      label={label}
      value={form.one(name)}
      choices={units.map(value => ({ value, title: unitTitles[value] }))}
    />
  )
}
