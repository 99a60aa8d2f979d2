/** Named refusals: expected answers of the domain, each with a sentence for a person. */
import * as z from 'zod'

export const refusalCodes = [
  'forbidden',
  'out-of-scope',
  'unknown-ticket',
  'unknown-command',
  'invalid-command',
  'command-id-taken',
  'dependency-refused',
  'conflict',
  'already-captured',
  'already-answered',
  'already-withdrawn',
  'others-acted',
  'not-author',
  'too-late-to-withdraw',
  'unknown-recipient',
  'unknown-subtopic',
  'unknown-settlement',
  'unknown-account',
  'not-your-account',
  'not-sorted',
  'address-needed',
  'promise-out-of-term',
  'ticket-ended',
  'is-joined',
  'not-now',
  'reason-needed',
  'registration-needed',
  'already-registered',
  'date-in-future',
  'date-in-past',
  'unknown-person',
  'unknown-organisation',
  'unknown-reply',
  'unknown-order',
  'order-done',
  'nobody-named',
  'about-them',
  'own-reply',
  'own-recipient',
  'co-executor',
  'promise-incomplete',
  'personal-page-account',
  'nothing-to-extend',
  'extension-out-of-term',
  'already-before-head',
  'not-before-head',
  'no-answer-yet',
  'joined-unanswered',
  'has-joined',
  'cannot-join',
  'join-answered',
  'statutory-answer',
  'approval-needed',
  'fact-first',
  'reminder-needed',
  'too-early',
  'answered-before-record',
  'nothing-to-undo',
  'unknown-file',
  'server-error',
  'body-too-large',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export const refusalSchema = z.object({
  /** A string, not the list: a newer server may know codes that this client does not. */
  code: z.string().max(100),
  /** Small facts that the sentence needs: field names and both values of a conflict. Never texts of citizens. */
  details: z.record(z.string(), z.unknown()),
})
export type Refusal = z.infer<typeof refusalSchema>

const words: Record<RefusalCode, string> = {
  forbidden: 'Это действие не входит в ваши полномочия. Полномочия назначает руководитель МЦУ.',
  'out-of-scope': 'Карточка сейчас не у вас: её передали в другой блок или другому исполнителю.',
  'unknown-ticket':
    'Сервер не знает этой карточки. Обновите пульт; если карточка не появится, запишите сообщение заново.',
  'unknown-command': 'Сервер не знает этого действия. Обновите сервер до новой версии.',
  'invalid-command':
    'Сервер не смог прочитать действие. Сохраните его в файл у себя и сообщите администратору, когда это было.',
  'command-id-taken': 'Действие с таким номером уже было от другого человека.',
  'dependency-refused': 'Не выполнено, потому что не принято предыдущее действие.',
  conflict: 'Пока вы правили, поле изменил другой человек. Выберите, какое значение верно.',
  'already-captured':
    'Это сообщение уже записал другой сотрудник. Карточку видят он и те, у кого она сейчас.',
  'already-answered': 'На сообщение уже опубликован окончательный ответ.',
  'already-withdrawn': 'Запись уже отменена.',
  'others-acted': 'Отменить запись нельзя: с карточкой уже работает другой человек.',
  'not-author': 'Отменить запись может только тот, кто её сделал.',
  'too-late-to-withdraw': 'Время отмены вышло. Если запись лишняя, сообщите руководителю блока.',
  'unknown-recipient': 'Такого ответственного получателя нет в настройках.',
  'unknown-subtopic': 'Такой подтемы нет в настройках.',
  'unknown-settlement': 'Такого населённого пункта нет в настройках. Выберите другой из списка.',
  'unknown-account': 'Такого официального аккаунта нет в настройках. Выберите другой из списка.',
  'not-your-account':
    'От имени этого аккаунта публикуют другие сотрудники. Выберите свой аккаунт или попросите руководителя МЦУ назначить вас.',
  'not-sorted': 'Сначала выберите блок: тема ещё не разобрана.',
  'address-needed': 'Укажите адрес, по которому опубликован ответ.',
  'promise-out-of-term':
    'Обещанная дата должна быть не раньше сегодняшней: «ответим до» не позже 30 дней со дня записи, обещание сделать не дальше двух лет.',
  'ticket-ended': 'Карточка завершена. Чтобы продолжить работу, возобновите её.',
  'is-joined': 'Карточка присоединена к другой: действуйте в той или сначала отсоедините эту.',
  'not-now': 'В этом состоянии карточки такого действия нет: её изменили. Откройте карточку заново.',
  'reason-needed': 'Укажите причину.',
  'registration-needed':
    'Обращением сообщение становится после регистрации: укажите номер и дату регистрации.',
  'already-registered': 'Обращение уже зарегистрировано: номер и дата указаны в карточке.',
  'date-in-future': 'Дата ещё не наступила. Укажите сегодняшнюю или прошедшую дату.',
  'date-in-past': 'Дата уже прошла. Укажите сегодняшнюю или будущую дату.',
  'unknown-person': 'Такого сотрудника или получателя нет в настройках. Выберите другого из списка.',
  'unknown-organisation':
    'Такой организации нет в справочнике. Добавьте её в настройках или выберите другую.',
  'unknown-reply': 'Такого ответа в карточке нет. Откройте карточку заново.',
  'unknown-order': 'Такого поручения в карточке нет. Откройте карточку заново.',
  'order-done': 'Об исполнении этого поручения уже доложено.',
  'nobody-named': 'Выберите, кому поручить: получателя или сотрудника.',
  'about-them':
    'Жалобу нельзя поручить тому, на кого она подана (59-ФЗ, ст. 8 ч. 6). Выберите другого исполнителя.',
  'own-reply': 'Свой ответ согласовать нельзя: его согласует другой руководитель.',
  'co-executor': 'Вы соисполнитель: запишите заметкой, что сделали. Ответ готовит ответственный исполнитель.',
  'own-recipient': 'Полноту ответа оценивает тот, кто не относится к ответственному получателю.',
  'promise-incomplete': '«Запланировано» требует даты и ответственного: укажите, кто и к какому дню сделает.',
  'personal-page-account':
    'Ответ с личной страницы не бывает от официального аккаунта. Оставьте что-то одно.',
  'nothing-to-extend': 'Срок решения не идёт: продлевать нечего.',
  'extension-out-of-term':
    'Продлить можно на срок позже нынешнего и не больше чем на 30 дней сверх законного (59-ФЗ, ст. 12 ч. 2).',
  'already-before-head': 'Карточка уже вынесена на решение руководителя.',
  'not-before-head': 'Карточка не вынесена на решение: решать нечего.',
  'no-answer-yet': 'Окончательного ответа ещё нет: оценивать нечего.',
  'joined-unanswered':
    'Завершить нельзя: не на все присоединённые сообщения дан ответ. Сначала ответьте на каждое или отсоедините их.',
  'has-joined': 'К этой карточке присоединены другие. Сначала отсоедините их.',
  'cannot-join': 'К этой карточке присоединить нельзя: она завершена, сама присоединена или это она и есть.',
  'join-answered':
    'По той карточке ответ уже дан. Новому сообщению нужен свой: не присоединяйте его, а укажите «Повторное к карточке».',
  'statutory-answer':
    'На обращение и на запрос по закону ответ обязателен: завершить карточку без ответа нельзя (59-ФЗ, 8-ФЗ, Закон о СМИ).',
  'approval-needed':
    'Этот ответ сначала согласуют: отправьте его через «Подготовить ответ». Если он уже опубликован, укажите адрес.',
  'fact-first': 'Это слух: сначала запишите, что показала проверка («Факт проверен»).',
  'reminder-needed': 'Сначала напомните автору о вопросе и отметьте «Напомнили автору».',
  'too-early': 'Автор ещё может ответить: после напоминания прошло мало рабочих дней.',
  'answered-before-record': 'Ответ не мог быть раньше, чем записано сообщение. Исправьте, когда ответили.',
  'unknown-file': 'Этот файл загрузил другой человек. Приложите свой файл заново.',
  'nothing-to-undo': 'Отменить нельзя: после этого действия уже было другое или оно опубликовано.',
  'server-error':
    'На сервере ошибка, действие не выполнено. Сохраните его в файл у себя и сообщите администратору, когда это было.',
  'body-too-large': 'Сообщение больше, чем принимает сервер. Сохраните его в файл у себя и запишите короче.',
}

/** A sentence that says what happened and what to do; for an unknown code a general one with the code in it. */
export function refusalWords(refusal: Refusal): string {
  const known = refusalCodes.find(code => code === refusal.code)
  return known ? words[known] : `Сервер не принял действие (${refusal.code}). Обновите расширение.`
}
