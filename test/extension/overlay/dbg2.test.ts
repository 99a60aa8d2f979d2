import { test } from 'vitest'
import { buildExtension, launch, openStage } from '/work/main/test/extension/overlay/harness.ts'
test('x', async () => {
  const { folder } = await buildExtension()
  const browser = await launch(folder)
  const m = (label, level) => ({ ticketId: label, label, level, mayPublish: true, open: level !== 'closed' })
  const marks = { 'vk:-100:2': m('№ 1007 · Дороги · просрочено на 2 дня', 'overdue'), 'vk:-100:2:21': m('№ 1024 · ЖКХ · исполняется · до 17:00', 'today'), 'vk:-100:3': m('№ 998 · Отвечено', 'closed') }
  const accounts = [{ id: 'account-1', network: 'vk', ownerId: '-77', title: 'Администрация района' }]
  for (const theme of ['light', 'dark']) {
    const stage = await openStage(browser, { file: 'wall.html', fake: { marks, accounts, danger: theme === 'dark' ? ['запах газа'] : [], waiting: theme === 'dark' ? 3 : 1 } })
    const { page } = stage
    if (theme === 'dark') await page.evaluate(() => document.body.classList.add('dark'))
    await stage.find(/1007/)
    await page.hover('#post-100_1 .wall_post_text')
    await stage.find('main')
    await page.screenshot({ path: `/tmp/o-${theme}-1.png` })
    await stage.click('main')
    await stage.find('recorded')
    await new Promise(r => setTimeout(r, 400))
    await page.screenshot({ path: `/tmp/o-${theme}-2.png` })
    await stage.click(/почему/)
    await new Promise(r => setTimeout(r, 200))
    await page.screenshot({ path: `/tmp/o-${theme}-3.png` })
    await page.keyboard.press('Escape')
    await page.evaluate(() => scrollTo(0, 200))
    await page.hover('#post-100_22 .wall_reply_text')
    await stage.find(/Это ответ/)
    await stage.click('more')
    await stage.click(/^промежуточный$/)
    await stage.find('until')
    await page.screenshot({ path: `/tmp/o-${theme}-4.png` })
    await stage.close()
  }
  await browser.close()
}, 60000)
