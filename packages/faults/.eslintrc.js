module.exports = require('../../scripts/lint/createConfig')(__dirname);
