/** What every entry of a list begins with. */
import { TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import type { Problems } from './typed.ts'

type TitleProps = { form: Form; problems: Problems; maxLength: number; help?: string }

export function TitleField({ form, problems, maxLength, help }: TitleProps) {
  return (
    <TextField
      name="title"
      label="Название"
      value={form.one('title')}
      problem={problems.title}
      help={help}
      maxLength={maxLength}
      required
    />
  )
}
