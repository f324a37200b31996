// What the tests do before they begin, when Stryker runs them: generated values are the same each time, so that a change
// of the code is found today that was found yesterday; and one that is found is not looked into any further.
import fc from 'fast-check'

fc.configureGlobal({seed: 1, endOnFailure: true})
