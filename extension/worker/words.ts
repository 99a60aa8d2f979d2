/** Short words shared by card, marks and badge. */
import type { Stage } from '../../shared/deadlines/deadline.ts'
import { dueWords, overdueWords } from '../../shared/deadlines/words.ts'
import { stageTitles } from '../../shared/reference/stages.ts'

export function numberWords(number: number | null): string {
  return number === null ? '№ появится после отправки' : `№ ${number}`
}

export function stageTitle(stage: Stage): string {
  return stageTitles[stage.stage]
}

export function stageWords(stage: Pick<Stage, 'dueAt'>, now: string, zone: string): string {
  return now >= stage.dueAt ? overdueWords(stage.dueAt, now) : dueWords(stage.dueAt, now, zone)
}
