/**
 * Systems beside ours that hold the same message under a number and a deadline of their own (PRACTICE P7). A ticket
 * counts once, under its first channel; these are only where else it stands.
 */
export const externalSystems = {
  pos: { title: 'ПОС', number: '№\u00a0в\u00a0ПОС', dueOn: 'Срок в\u00a0ПОС', stage: 'Стадия в\u00a0ПОС' },
  incident: {
    title: '«Инцидент Менеджмент»',
    number: '№\u00a0в\u00a0ИМ',
    dueOn: 'Срок в\u00a0ИМ',
    stage: 'Стадия в\u00a0ИМ',
  },
  sed: { title: 'СЭД', number: '№\u00a0в\u00a0СЭД', dueOn: 'Срок в\u00a0СЭД', stage: 'Стадия в\u00a0СЭД' },
} as const

export type ExternalSystem = keyof typeof externalSystems
export const externalSystemIds = ['pos', 'incident', 'sed'] as const satisfies readonly ExternalSystem[]

/** What one of them says of the message. `dueOn`: local date `YYYY-MM-DD`; `stage`: in its own words. */
export type ExternalFields = { number: string | null; dueOn: string | null; stage: string | null }

export const noExternal: ExternalFields = { number: null, dueOn: null, stage: null }

export const externalNumberLimit = 100
export const externalStageLimit = 200
