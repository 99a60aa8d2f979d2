/** Where a source came from, and the Russian words for it. DOMAIN.md §3 of the customer's reference. */
export const channels = {
  vk: 'ВКонтакте',
  ok: 'Одноклассники',
  telegram: 'Телеграм',
  max: 'MAX',
  whatsapp: 'WhatsApp',
  pos: 'ПОС «Госуслуги. Решаем вместе»',
  incident: '«Инцидент Менеджмент»',
  phone: 'Телефон',
  paper: 'Письмо',
  reception: 'Личный приём',
  site_form: 'Форма на сайте',
  email: 'Электронная почта',
  other: 'Другая страница',
} as const

export type ChannelId = keyof typeof channels

export const channelIds = Object.keys(channels) as [ChannelId, ...ChannelId[]]
