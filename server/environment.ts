/** What the server takes from the environment, checked before anything is built or started. Faults come in words. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine(port => port >= 1 && port <= 65_535)
    .default(8787),
  HOST: z
    .string()
    .regex(/^[\w.:-]{1,255}$/)
    .default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('data'),
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^/?#@\s]+\/?$/)
    .refine(url => URL.canParse(url))
    .transform(url => new URL(url).origin)
    .optional(),
})

const wrong: Record<string, string> = {
  PORT: 'PORT must be a number from 1 to 65535. — PORT: порт сервера, число от 1 до 65535, например 8787.',
  HOST: 'HOST must be a host name or an IP address. — HOST: имя или IP-адрес, например 127.0.0.1 или 0.0.0.0.',
  DATA_DIR: 'DATA_DIR must be a folder. — DATA_DIR: папка для данных, например ./data.',
  PUBLIC_URL:
    'PUBLIC_URL must be http(s)://host[:port] without a path. — PUBLIC_URL: адрес, по которому сервер открывают люди, например https://pult.example.ru.',
}

export type Environment = z.infer<typeof environmentSchema>

/** Says which variable is wrong and what it should be, in English and in Russian. */
export class EnvironmentFault extends Error {
  override name = 'EnvironmentFault'
}

/** Reads and checks the variables, makes the data folder. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  // An empty variable is one that was not set: `PORT= npm start`.
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape).map(name => [name, variables[name] || undefined]),
  )
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(issue => String(issue.path[0])))]
    throw new EnvironmentFault(names.map(name => wrong[name] ?? name).join('\n'))
  }
  openFolder(resolve(parsed.data.DATA_DIR))
  return parsed.data
}

function openFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new EnvironmentFault(
      `DATA_DIR ${folder} cannot be written (${code}). — В папку данных ${folder} нельзя записать. Укажите другую в DATA_DIR или дайте на неё права.`,
    )
  }
}
