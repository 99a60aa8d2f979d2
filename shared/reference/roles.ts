/** Who works with the product. Posts and clauses of the decree: DOMAIN.md §2. */
export const roleIds = [
  'operator',
  'block_head',
  'recipient_user',
  'informer',
  'center_head',
  'chief',
  'admin',
] as const

export type RoleId = (typeof roleIds)[number]

export const roles: Readonly<Record<RoleId, string>> = {
  operator: 'Оператор мониторинга',
  block_head: 'Руководитель отраслевого блока',
  recipient_user: 'Исполнитель ответственного получателя',
  informer: 'Ответственный за информирование',
  center_head: 'Руководитель МЦУ',
  chief: 'Глава администрации',
  admin: 'Администратор',
}
