/** What moments are mostly made of, for their compression. Part of the format: a change of it is another format. */
export const DICTIONARY = [
  '0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,2,0,0,3,',
  '["sysPageAlloc",["sysPageMap",["sysPageUnmap",["sysYield"],["sysGetenvid"],["sysExofork"],["sysIpcTrySend",["sysIpcRecv",',
  '["disableInterrupts"],["softwareInterrupt",14],["panic"],["goTo",["systemCall",["load32",["store32",["compute",',
  '["exit"],["getpid"],["schedYield"],["fork"],["load8",1060863],["store8",1056768,["pageAlloc",1060864],["pageAlloc",1064960],["pageAlloc",2097152],["pageAlloc",2093056],',
  '{"does":"look up","name":"a","address":4194304,"word":0,"starved":false},{"does":"take","name":"b","address":0,"word":1,"starved":true},',
  '{"does":"insert","does":"remove","does":"give","does":"store","does":"load","does":"walk",',
  '"failing":{"call":0,"allocation":1},"failing":"none","failing":"in turn","exercise":"program":"steps":[[',
  '"what":"allocator","allocator":"first-fit","scope":{"pages":8,"holes":[]},"sequence":[0,0,1,0,1,2,2,0,0,',
  '{"run":{"what":"programs","programs":["fork"],["exit"],["allocators"],"boot":{"order":"first-fit","timer":"off","timer":"cycles:',
  '"memory":"processes":"viewer":true,"oracle":{"asked":["keys":[{"at":"key":"seed":"library":"options":{"contract":"',
  '{"run":{"what":"scenario","kernel":"jos","kernel":"weensyos-","scenario":{"order":{"kind":"cursor","stride":3},"order":{"kind":"random","seed":',
  '"order":{"kind":"first-fit"},"timer":{"mode":"every","period":"timer":{"mode":"cycles","timer":{"mode":"chosen"},"timer":{"mode":"off"},',
  '"pages":512,"slots":17,"viewer":false,"asked":["tick","allocation","next process","page","eviction","speculation","program"],"answers":["choices":[',
  '"programs":[[["sources":{"./kernel.ts":"},"event":0,"step":0,"fingerprint":"","semantics":1}',
].join('');
