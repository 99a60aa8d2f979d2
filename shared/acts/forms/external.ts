/** «Номера в других системах» (PRACTICE P7): one system at a time, as it stands there. */
import {
  type ExternalSystem,
  externalNumberLimit,
  externalStageLimit,
  externalSystemIds,
  externalSystems,
} from '../../reference/external.ts'
import { externalOf, type Ticket } from '../../ticket/ticket.ts'
import { oneOf } from '../choices.ts'
import type { ActType, Field } from '../contract.ts'
import { choice, date, type FormDefinition, line } from '../fields.ts'
import type { Answers } from '../reading.ts'

export const externalForms = {
  set_external: {
    lead: () =>
      'По номеру выгрузка найдёт эту карточку и обновит срок и стадию. Чтобы убрать номер, очистите все поля системы.',
    fields: ({ ticket }) => [
      choice({
        name: 'system',
        label: 'Система',
        value: likelyOf(ticket),
        options: externalSystemIds.map(id => ({ value: id, label: externalSystems[id].title })),
      }),
      ...externalSystemIds.flatMap(system => fieldsOf(ticket, system)),
    ],
    check: (answers, { ticket }) => {
      const { system, number, dueOn, stage } = readExternal(answers)
      const standing = externalOf(ticket, system)
      return standing.number === number && standing.dueOn === dueOn && standing.stage === stage
        ? { '': 'Ничего не изменено.' }
        : {}
    },
    body: answers => ({ type: 'set_external', data: readExternal(answers) }),
  },
} satisfies Partial<Record<ActType, FormDefinition>>

function readExternal(answers: Answers) {
  const system = oneOf(externalSystemIds, answers.text('system')) ?? 'pos'
  return {
    system,
    number: answers.text(`${system}.number`),
    dueOn: answers.text(`${system}.dueOn`),
    stage: answers.text(`${system}.stage`),
  }
}

/** The system that the ticket stands in already, or came from. */
function likelyOf({ external, sources: [source] }: Ticket): ExternalSystem {
  const [standing] = external
  return standing?.system ?? (source?.channel === 'incident' ? 'incident' : 'pos')
}

function fieldsOf(ticket: Ticket, system: ExternalSystem): Field[] {
  const words = externalSystems[system]
  const standing = externalOf(ticket, system)
  const when = { field: 'system', values: [system] }
  return [
    line({
      name: `${system}.number`,
      label: words.number,
      value: standing.number,
      maxLength: externalNumberLimit,
      when,
    }),
    date({ name: `${system}.dueOn`, label: words.dueOn, value: standing.dueOn, when }),
    line({
      name: `${system}.stage`,
      label: words.stage,
      value: standing.stage,
      maxLength: externalStageLimit,
      when,
    }),
  ]
}
