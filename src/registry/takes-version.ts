import satisfies from 'semver/functions/satisfies.js'

/**
 * Whether a range of versions takes a version of DataPy. A pre-release counts as the release that it leads to, which is
 * the one whose functions it has: `>=0.2.0` takes 0.2.0-beta.1, and `<1` refuses 1.0.0-beta.1. Where the range itself
 * names a pre-release, the version counts as it stands.
 */
export function takesVersion(range: string, version: string): boolean {
  return /\d-\w/.test(range)
    ? satisfies(version, range, {includePrerelease: true})
    : satisfies(version.replace(/[-+].*$/, ''), range)
}
