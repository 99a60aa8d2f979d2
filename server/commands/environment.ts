/* What commands take from outside: folders and the addresses of paths that a person typed. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** The same default as the server's: ./data of the project. */
export const dataFolder = (): string => resolve(projectRoot, process.env.DATA_DIR || 'data')

/** A path as the person meant it: from where they stand, not from the project (npm moves there). */
export const typedPath = (path: string): string => resolve(process.env.INIT_CWD || process.cwd(), path)
