/** `GET /api/packs?known=vk:3,ok:1`: the newest signed pack of each adapter that is newer than what the device has. */
import type { Context } from 'hono'
import * as z from 'zod'
import type { Office } from '../office.ts'
import { problemResponse } from './problem.ts'

const knownSchema = z
  .string()
  .max(2_000)
  .regex(/^(?:[a-z][a-z-]{1,30}:\d{1,7})(?:,[a-z][a-z-]{1,30}:\d{1,7})*$/)

export async function answerPacks(context: Context, office: Office): Promise<Response> {
  const asked = context.req.query('known') ?? ''
  if (asked !== '' && !knownSchema.safeParse(asked).success)
    return problemResponse('invalid-request', 'Известные правила чтения называют так: known=vk:3,ok:1.')
  const known = asked.split(',').flatMap((each): [string, number][] => {
    const [adapter, serial] = each.split(':')
    return adapter === undefined || serial === undefined ? [] : [[adapter, Number(serial)]]
  })
  return context.json({ packs: await office.channels.newer(new Map(known)) })
}
