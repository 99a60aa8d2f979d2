import { useState } from 'preact/hooks'
import { officialAppealText } from '../../../shared/reference/texts.ts'

type RecordedProps = {
  words: string
  /** Registered already: nobody needs to be sent to Госуслуги. */
  isAppeal: boolean
  notRegistered: string | null
  onMore: () => void
  onShow: () => void
  onClose: () => void
}

/** What was recorded, and what to tell whoever waits for an official answer. */
export function Recorded({ words, isAppeal, notRegistered, onMore, onShow, onClose }: RecordedProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(officialAppealText.text)
      setCopied('yes')
    } catch {
      setCopied('failed')
    }
  }
  return (
    <section class="recorded" aria-label="Записано">
      <p class="notice done" role="status">
        ✓ {words} № появится после отправки.
      </p>
      {notRegistered !== null && (
        <p class="notice overdue" role="alert">
          {notRegistered}
        </p>
      )}
      {!isAppeal && (
        <div class="copy">
          <p>Если человек ждёт официального ответа, предложите подать обращение:</p>
          <blockquote class="quiet">{officialAppealText.text}</blockquote>
          <button type="button" onClick={() => void copy()}>
            Скопировать «Обратитесь через Госуслуги»
          </button>
          <p class="hint" role="status">
            {copied === 'yes' && '✓ Скопировано.'}
            {copied === 'failed' && 'Браузер не дал скопировать: выделите текст и нажмите Ctrl + C.'}
          </p>
        </div>
      )}
      <div class="ways">
        <button type="button" class="main" onClick={onMore}>
          Записать ещё
        </button>
        <button type="button" onClick={onShow}>
          Открыть карточку
        </button>
        <button type="button" onClick={onClose}>
          Назад
        </button>
      </div>
    </section>
  )
}
