/** Words of the acts: outcomes, ways of answering, reasons. Ids are stored, titles are shown. */

/** What came out of it (DOMAIN.md §3). */
export const outcomes = {
  solved: 'Решено',
  explained: 'Разъяснено',
  planned: 'Запланировано',
  refused: 'Отказано',
  redirected: 'Передано по компетенции',
  no_facts: 'Факты не подтвердились',
} as const
export type OutcomeId = keyof typeof outcomes
export const outcomeIds = keysOf(outcomes)

/** How the citizen got the answer (PRACTICE P13, P14); only `published` and `personal_page` have an address. */
export const answerWays = {
  published: 'Опубликован от официального аккаунта',
  personal_page: 'С личной страницы должностного лица',
  private_message: 'Личным сообщением',
  phone: 'По телефону',
  letter: 'Письмом',
  reception: 'На приёме',
} as const
export type AnswerWay = keyof typeof answerWays
export const answerWayIds = keysOf(answerWays)

/** Why no answer can be given (P13); `provocation` is for the information officer and the heads only. */
export const impossibleReasons = {
  deleted_by_author: 'Пост удалён автором',
  comments_closed: 'Комментарии закрыты',
  messages_closed: 'Автор закрыл сообщения',
  reply_removed: 'Наш ответ удалён администратором группы',
  provocation: 'Провокация, решено не вступать в спор',
} as const
export type ImpossibleReason = keyof typeof impossibleReasons
export const impossibleReasonIds = keysOf(impossibleReasons)

/** Why a ticket needs no answer: explicit reasons (DOMAIN.md §9, «Добродел»). */
export const rejectionReasons = {
  spam: 'Реклама или спам',
  off_topic: 'Не относится к работе администрации',
  other_district: 'Другой район',
  no_substance: 'Нет сути: не понять, о чём речь',
  answered_before: 'Ответ на это уже дан',
  gratitude: 'Благодарность, ответ не нужен',
  information: 'К сведению, ответ не нужен',
} as const
export type RejectionReason = keyof typeof rejectionReasons
export const rejectionReasonIds = keysOf(rejectionReasons)

/** Why an answered ticket was taken up again (P18). */
export const reopenReasons = {
  not_solved: 'Автор сообщает: не решено',
  repeated: 'Проблема повторилась',
  wrong_answer: 'Ответ неверный или неполный',
  author_replied: 'Автор уточнил',
} as const
export type ReopenReason = keyof typeof reopenReasons
export const reopenReasonIds = keysOf(reopenReasons)

/** Why a ticket is closed. */
export const closeReasons = {
  done: 'Ответ дан, вопросов нет',
  author_silent: 'Автор не уточнил',
  impossible: 'Ответить невозможно',
  promise_kept: 'Обещание выполнено',
} as const
export type CloseReason = keyof typeof closeReasons
export const closeReasonIds = keysOf(closeReasons)

/** Flags of decree 2.4.2 г: a conflict and an error of communication, each with its reason. */
export const conflictReasons = {
  rude_author: 'Оскорбления, угрозы',
  mass: 'Недовольство многих, обсуждение растёт',
  media: 'Подхватили СМИ или крупное сообщество',
  official: 'Спор с должностным лицом',
} as const
export type ConflictReason = keyof typeof conflictReasons
export const conflictReasonIds = keysOf(conflictReasons)

export const replyErrorReasons = {
  formal: 'Отписка',
  wrong_facts: 'Неверные сведения',
  rude: 'Грубый тон',
  late: 'Ответ опоздал',
  wrong_account: 'Ответ не от того аккаунта',
} as const
export type ReplyErrorReason = keyof typeof replyErrorReasons
export const replyErrorReasonIds = keysOf(replyErrorReasons)

/** Who wrote (decree 1.1 а). */
export const authorTypes = {
  citizen: 'Гражданин',
  foreigner: 'Иностранный гражданин',
  stateless: 'Лицо без гражданства',
  abroad: 'Гражданин за рубежом',
  legal_entity: 'Юридическое лицо',
} as const
export type AuthorType = keyof typeof authorTypes
export const authorTypeIds = keysOf(authorTypes)

/** What kind of place is known; an exact address may be refused (P13). */
export const placeKinds = {
  address: 'Адрес',
  landmark: 'Ориентир',
  refused: 'Автор не назвал адрес',
} as const
export type PlaceKind = keyof typeof placeKinds
export const placeKindIds = keysOf(placeKinds)

/** How a ticket left for another body (P10). */
export const transferWays = {
  pos: 'Через ПОС',
  sed: 'Через СЭД',
  letter: 'Письмом',
  incident: 'Через «Инцидент Менеджмент»',
  phone: 'По телефону с записью',
} as const
export type TransferWay = keyof typeof transferWays
export const transferWayIds = keysOf(transferWays)

/** How a joined post got its answer (P12). */
export const joinedReplyWays = {
  here: 'Ответили здесь',
  common: 'Общий ответ',
  not_needed: 'Ответ не нужен',
} as const
export type JoinedReplyWay = keyof typeof joinedReplyWays
export const joinedReplyWayIds = keysOf(joinedReplyWays)

export const promiseResults = {
  kept: 'Сделано',
  moved: 'Перенесено',
  broken: 'Не сделано',
} as const
export type PromiseResult = keyof typeof promiseResults
export const promiseResultIds = keysOf(promiseResults)

export const factResults = {
  refuted: 'Опровергнуто',
  confirmed: 'Подтвердилось',
} as const
export type FactResult = keyof typeof factResults
export const factResultIds = keysOf(factResults)

/** The author's word on our answer (P18); a scale 1–5 comes from ПОС and is never mixed with it. */
export const satisfactionMarks = {
  solved: 'Автор: решено',
  not_solved: 'Автор: не решено',
} as const
export type SatisfactionMark = keyof typeof satisfactionMarks
export const satisfactionMarkIds = keysOf(satisfactionMarks)

/** Completeness on the merits (DOMAIN.md §7, Q): four questions, a quarter each; a bare template counts 0. */
export const completenessQuestions = {
  answers_question: 'Отвечает на заданный вопрос',
  names_measure: 'Называет меру или причину',
  names_date: 'Называет срок или «сделано» с подтверждением',
  names_responsible: 'Называет ответственного',
} as const
export type CompletenessQuestion = keyof typeof completenessQuestions
export const completenessQuestionIds = keysOf(completenessQuestions)

/** How the citizen was told of an extension (59-ФЗ ст. 12 ч. 2). */
export const noticeWays = {
  published: 'Ответом под сообщением',
  private_message: 'Личным сообщением',
  letter: 'Письмом',
  phone: 'По телефону',
} as const
export type NoticeWay = keyof typeof noticeWays
export const noticeWayIds = keysOf(noticeWays)

function keysOf<Key extends string>(words: Record<Key, string>): [Key, ...Key[]] {
  const [first, ...rest] = Object.keys(words).filter((key): key is Key => Object.hasOwn(words, key))
  if (first === undefined) throw new Error('A list of words is empty')
  return [first, ...rest]
}
