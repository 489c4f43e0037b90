import { decideProof, dropProofs, type KnownProof, proofWith, shownProofs } from '../../board/proofs.ts'
import type { Call } from '../../chat/call.ts'
import type { Wording } from '../../chat/command.ts'
import { beginningWith } from '../../database/beginning.ts'
import { Refusal } from '../../refusal.ts'
import { publishProof } from '../../telling/board/publish-proof.ts'
import { shownKey } from '../../telling/board/show-proof.ts'
import { takeBackProofs } from '../../telling/board/take-back-proofs.ts'
import { occasionTitle, proofName, proofNamed } from '../../telling/board/wall-text.ts'
import { communityFor } from '../issue-act.ts'

/** 确认 and 不发, for the proof that is named, or for the one there is. */
export async function answerProofCommand(call: Call, rest: Wording, yes: boolean): Promise<void> {
  const { tx, message } = call
  const communityId = communityFor(call)
  const named = proofNamed(rest.text) ?? (/^\d{1,9}$/.test(rest.text) ? Number(rest.text) : undefined)
  const id = named ?? proofNamed(message.quotation?.fromBot ? message.quotation.text : '')
  if (id !== undefined) {
    const proof = await proofWith(tx, id)
    if (proof?.communityId !== communityId) throw new Refusal(`没有${id}号稿，请看一下号码。`)
    return yes ? sayYes(call, proof) : sayNo(call, proof)
  }
  const [proof, ...more] = await shownProofs(tx, communityId)
  if (!proof) throw new Refusal('现在没有等您确认的。做一份看看，发 /留言墙 发 或 /留言墙 精选。')
  if (more.length > 0) {
    const names = [proof, ...more].map(proofName)
    throw new Refusal(`有${names.length}份等您确认：${names.join('、')}。请写上是哪份，比如 /留言墙 确认 ${names[0]}。`)
  }
  return yes ? sayYes(call, proof) : sayNo(call, proof)
}

/** The yes of somebody of the staff, to what was shown and can have been seen. */
export async function sayYes(call: Call, proof: KnownProof, only?: readonly number[]): Promise<void> {
  const { tx, now, person, message } = call
  if (await isOnItsWay(call, proof)) throw new Refusal(`${proofName(proof)} 还没有发完给您看，看过再确认。`)
  const published = await publishProof(tx, proof, { by: person, now, cause: message.id, ...(only ? { only } : {}) })
  switch (published.kind) {
    case 'sent': {
      const { groups, without } = published
      const missing = without.length > 0 ? `${without.join('、')}号网格还没有绑定群，发不到。` : ''
      const what = proof.occasion ? occasionTitle(proof.occasion) : '这周的留言'
      call.undoable({ kind: 'proof', proofId: proof.id })
      return call.reply(
        groups === 0 ? `${what}没有要发的群了。${missing}` : `好的，${what}开始往${groups}个群发。${missing}`,
      )
    }
    case 'changed':
      return call.reply('您看过以后，上面的留言有改动。小格重新做一份，一分钟内给您看，看过再确认。')
    case 'empty':
      return call.reply(`${proofName(proof)} 上的留言都不在了，没有可发的。`)
    case 'settled':
      return call.reply(
        proof.state === 'SENT'
          ? `${proofName(proof)} 已经发了，不用再确认。`
          : `${proofName(proof)} 已经换成新的或不发了。`,
      )
  }
}

/** 撤销 of a yes: as far as it is on its way to the groups. The wall can be sent another time. */
export async function takeBackYes(call: Call, proofId: number): Promise<void> {
  const { tx, now } = call
  const proof = await proofWith(tx, proofId)
  if (proof?.state !== 'SENT') throw new Refusal('这份已经不发了，不用撤销。')
  const back = await takeBackProofs(tx, [proofId], now)
  await dropProofs(tx, [proofId], now)
  if (proof.occasion)
    await tx.occasion.update({ where: { id: proof.occasion.id }, data: { state: 'OPEN', endedAt: null } })
  const again = proof.occasion ? `想再发，发 /留言墙 发 ${proof.occasion.title}。` : '想再选，发 /留言墙 精选。'
  await call.reply(`撤销了。${back}${again}`)
}

export async function sayNo(call: Call, proof: KnownProof): Promise<void> {
  const dropped = await decideProof(call.tx, proof, 'DROPPED', call.now)
  if (!dropped) {
    const again = proof.occasion ? `收回发 /留言墙 停 ${proof.occasion.title}。` : ''
    return call.reply(
      proof.state === 'SENT' ? `${proofName(proof)} 已经发了。${again}` : `${proofName(proof)} 已经不发了。`,
    )
  }
  await call.reply(
    proof.occasion ? `好的，不发。想发的时候发 /留言墙 发 ${proof.occasion.title}。` : '好的，这份不发。',
  )
}

/** What waits to be shown has been seen by nobody. */
async function isOnItsWay({ tx }: Call, { id, state }: KnownProof): Promise<boolean> {
  if (state === 'WANTED') return true
  if (state !== 'SHOWN') return false
  const rows = await tx.outboxMessage.findMany({
    where: { key: beginningWith(`${shownKey(id)}:`) },
    select: { key: true, state: true },
  })
  const places = new Map<string, boolean>()
  for (const row of rows) {
    const place = row.key?.split(':')[2] ?? ''
    const said = row.state === 'SENT' || row.state === 'ECHOED' || row.state === 'UNKNOWN'
    places.set(place, (places.get(place) ?? true) && said)
  }
  return ![...places.values()].some((said) => said)
}
