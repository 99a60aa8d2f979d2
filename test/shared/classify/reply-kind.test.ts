import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suggestReplyKind } from '../../../shared/classify/reply-kind.ts'

const today = '2026-11-23'
const kindOf = (text: string) => suggestReplyKind(text, today).kind

describe('the kind of a reply is suggested from its text', () => {
  it.each([
    'Здравствуйте! Ваше сообщение принято, передано специалистам.',
    'Спасибо за сигнал, разберёмся',
    'Информация принята. О результатах сообщим',
    'Уточните, пожалуйста, адрес',
    'Добрый день! Проверим.',
  ])('first: «%s»', text => {
    expect(kindOf(text)).toBe('first')
  })

  it.each([
    'Добрый день! Ответим до 25 ноября.',
    'Работы будут выполнены до 30.11.2026',
    'Сообщение передано в РЭС, фонарь заменят до 27 ноября',
    'Ямы засыпали щебнем, асфальт уложим до 1 июня',
    'Ремонт запланирован на весну',
    'Расчистка ведётся, работы ведутся круглосуточно',
  ])('interim: «%s»', text => {
    expect(kindOf(text)).toBe('interim')
  })

  it.each([
    'Уличное освещение восстановлено.',
    'Воду дали в 18:00, порыв устранён.',
    'Мусор вывезли.',
    'Дорога расчищена, посыпана пескосоляной смесью.',
    'Вопрос решён, специалист связался с заявителем.',
    'Вы записаны на приём.',
    'Сообщаем, что согласно закону вам необходимо обратиться в МФЦ',
    'Разъясняем: перерасчёт не предусмотрен.',
  ])('final: «%s»', text => {
    expect(kindOf(text)).toBe('final')
  })

  it('an unknown text is offered as the first reply, which stops the least, and says that nothing was found', () => {
    expect(suggestReplyKind('Ок', today)).toEqual({ kind: 'first', matched: [] })
  })
})

describe('the promised date', () => {
  it.each([
    ['ответим до 25 ноября', '2026-11-25'],
    ['не позднее 25 ноября 2026 года', '2026-11-25'],
    ['сделаем к 1 декабря', '2026-12-01'],
    ['до 30.11.2026', '2026-11-30'],
    ['до 5.12', '2026-12-05'],
    ['до 10 января', '2027-01-10'],
    ['асфальт уложим до 1 июня', '2027-06-01'],
    ['сегодня до 23 ноября', '2026-11-23'],
  ])('is read from «%s»', (text, date) => {
    expect(suggestReplyKind(text, today).promisedDate).toBe(date)
  })

  it.each([
    'до 31 ноября',
    'работаем до 17.30',
    'акция была до 20 ноября',
    'до 20.10.2026',
    'до 25 человек',
    'до конца',
  ])('is not invented from «%s»', text => {
    expect(suggestReplyKind(text, today)).not.toHaveProperty('promisedDate')
  })
})

it('no text and no date makes it fail', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string(),
      (text, date) => void suggestReplyKind(`${text} до 5 мая`, date),
    ),
  )
})
