/** Half of a surrogate pair: a JavaScript string can hold one, UTF-8 cannot. With the u flag a whole pair is one character. */
export const loneSurrogate = /\p{Cs}/u
