// A Temoin as the command line sees one; what is missing is told by the environment.
const missing = process.env["MISSING"] === "yes"
export default {
  crm: {
    check: (contact?: string) =>
      Promise.resolve({
        missingScopes: missing ? ["contacts.read"] : [],
        missingFields: missing ? ["NPS: last score"] : [],
        problems: missing ? ["two fields have one name"] : [],
        calls: contact === undefined ? [] : [{ method: "PATCH", path: `/persons/${contact}`, body: { score: 9 } }]
      }),
    setUp: () => (missing ? Promise.resolve(["NPS: last score"]) : Promise.reject(new Error("the token is refused")))
  },
  close: () => Promise.resolve(console.log("closed"))
}
