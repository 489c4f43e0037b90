// Loaded into the program with `node --import`: its puppet stops by itself a moment after it has logged in.
import { Puppet } from 'wechaty-puppet'

const { login } = Puppet.prototype
Puppet.prototype.login = function stopSoon(...who) {
  login.apply(this, who)
  setTimeout(() => this.stop(), 300)
}
