/** Where a described page waits in `storage.session` for the person who saves it: in memory only. */
export const brokenPageKey = 'broken-page'
