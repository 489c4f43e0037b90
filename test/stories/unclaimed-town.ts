import { exampleFile } from '../../src/community/example-file.ts'
import { readCommunityFile } from '../../src/community/file.ts'
import { inhabitants } from '../../src/sandbox/inhabitants.ts'
import { BotProcess } from '../bot-process.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'

/** Claims the community in a town of `startUnclaimedTown`. */
export const CODE = 'TESTCODE1'

/**
 * The example's people and groups behind a real gateway, and the bot as a process of its own which is logged in there and
 * belongs to nobody yet. The secretary sits in every group, to bind it. Nothing is paced.
 */
export async function startUnclaimedTown(): Promise<{
  readonly gateway: Gateway
  readonly bot: BotProcess
  stop(): Promise<void>
}> {
  const { account, people, groups } = inhabitants(await readCommunityFile(exampleFile))
  const joined = groups.map((group) => ({ ...group, members: [...new Set(['secretary', ...group.members])] }))
  const gateway = await startGateway({ account, people, groups: joined })
  const bot = await BotProcess.prepare({
    ...gateway.env,
    CLAIM_CODE: CODE,
    PACE_GAP_MS: '0',
    PACE_PER_MINUTE: '0',
    PACE_GROUP_PER_MINUTE: '0',
    PACE_PER_DAY: '0',
  })
  const stop = async () => {
    await bot.remove()
    await gateway.stop()
  }
  try {
    bot.start()
    await bot.prints(/logged in/)
    await gateway.connected()
  } catch (error) {
    await stop()
    throw error
  }
  return { gateway, bot, stop }
}
