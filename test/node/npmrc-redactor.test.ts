import {expect} from 'chai'
import {join} from 'node:path'
import {npmrcRedactor} from '../../src/node/npmrc-redactor.js'
import {tempFolder, write} from '../mod-package.js'

describe('what npm logs in with', () => {
  it('is hidden, wherever it stands', async () => {
    const {path, remove} = await tempFolder()
    try {
      const password = Buffer.from('pass-of-three').toString('base64')
      const auth = Buffer.from('someone:pass-of-four').toString('base64')
      const home = join(path, 'home')
      await write(
        join(home, '.npmrc'),
        `@org:registry=https://me:pass-of-one@npm.example/\n//npm.example/:_authToken = \${TOKEN}\n//a/:_password="${password}"\n`,
      )
      await write(join(path, 'data/.npmrc'), `; a comment\n//b/:_auth=${auth}\nregistry=https://npm.example/`)
      const env = {HOME: home, TOKEN: 'token-of-two', 'npm_config_//c/:_authToken': 'token-of-five'}
      const redactor = await npmrcRedactor(join(path, 'data'), env)
      const secrets = ['pass-of-one', 'token-of-two', 'pass-of-three', password, 'pass-of-four', auth, 'token-of-five']
      for (const secret of secrets) expect(redactor.text(`it said ${secret}!`)).to.equal('it said ***!')
      expect(redactor.text('https://npm.example/')).to.equal('https://npm.example/')
    } finally {
      await remove()
    }
  })
})
