import { useState } from 'preact/hooks'

type CopyTextProps = { title: string; text: string }

/** Words into the clipboard, and whether they are there. */
export function CopyText({ title, text }: CopyTextProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied('yes')
    } catch {
      setCopied('failed')
    }
  }
  return (
    <>
      <button type="button" class="small" onClick={() => void copy()}>
        {title}
      </button>
      <span class="quiet" role="status">
        {copied === 'yes' && '✓ Скопировано.'}
        {copied === 'failed' && 'Браузер не дал скопировать: выделите текст и нажмите Ctrl + C.'}
      </span>
    </>
  )
}
