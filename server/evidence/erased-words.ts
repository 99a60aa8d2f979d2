/** Stands instead of the words: why they are gone. */
export const erasedWords = 'Текст удалён по требованию автора сообщения.'
