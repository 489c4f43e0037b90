// Loaded into the program with `node --import`: once it is up, something goes wrong that nobody foresaw.
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (text, ...rest) => {
  if (/sandbox is at/.test(text)) {
    setTimeout(() => {
      throw new Error('nobody foresaw this')
    }, 50)
  }
  return write(text, ...rest)
}
