import { setFlagsFromString } from 'node:v8'

// V8 would rather grow its heap than tidy it; this operator has little to keep and hours of quiet.
// Imported before anything else: what is loaded until then is laid out the other way.
setFlagsFromString('--optimize-for-size')
