#!/usr/bin/env node
require('../dist/bundle/start.cjs').start(process.argv.slice(2))
