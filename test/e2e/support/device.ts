/* A computer of the office as the server knows it: a key, and commands that may come days after they were given. */
import { enrolAnswerSchema, protocolVersion, readInvitation } from '../../../shared/sync/wire.ts'
import type { OfficeProcess } from './office.ts'

export type Device = {
  /** Fails where the server does not take it. Answers the JSON. */
  post(path: string, body: object): Promise<unknown>
}

export async function enrolDevice(
  office: Pick<OfficeProcess, 'url'>,
  invitation: string,
  deviceTitle: string,
): Promise<Device> {
  const post = async (path: string, body: object, token?: string): Promise<unknown> => {
    const answer = await fetch(`${office.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ protocol: protocolVersion, ...body }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const code = readInvitation(invitation)?.code ?? ''
  const { token } = enrolAnswerSchema.parse(await post('/api/enrol', { code, deviceTitle }))
  return { post: (path, body) => post(path, body, token) }
}
