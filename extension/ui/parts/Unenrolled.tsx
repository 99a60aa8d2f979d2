/** Nothing works before this computer was introduced to the server. */
export function Unenrolled({ onOptions }: { onOptions: () => void }) {
  return (
    <div class="empty">
      <h2>Компьютер ещё не подключён</h2>
      <p>
        Получите у руководителя МЦУ или администратора приглашение и вставьте его в настройках. После этого
        здесь появятся ваши карточки.
      </p>
      <button type="button" class="main" onClick={onOptions}>
        Вставить приглашение
      </button>
    </div>
  )
}
