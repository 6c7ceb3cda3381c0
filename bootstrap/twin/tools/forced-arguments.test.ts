import { expect, test } from 'vitest'
import { forcedArguments } from './forced-arguments.ts'

const sdk = `
// @SDKResource("aws_thing", name="Thing")
func resourceThing() *schema.Resource {
	return &schema.Resource{
		Schema: map[string]*schema.Schema{
			names.AttrEngine: {Type: schema.TypeString, ForceNew: true}, // ForceNew: true
			"size": {Type: schema.TypeInt, Description: "ForceNew: true, not } really"},
			ownName: {ForceNew: true},
			"block": {
				Elem: &schema.Resource{
					Schema: map[string]*schema.Schema{
						"inner": {ForceNew: true},
						"free":  {Optional: true},
					},
				},
			},
			"made": madeSchema(),
		},
	}
}
const ownName = "own_name"
func madeSchema() *schema.Schema {
	return &schema.Schema{ForceNew: true}
}
// @SDKResource("aws_named", name="Named")
func resourceNamed() *schema.Resource {
	return &schema.Resource{Schema: namedSchema, CustomizeDiff: none}
}
var namedSchema = map[string]*schema.Schema{"topic": {ForceNew: true}}
// @SDKResource("aws_lazy", name="Lazy")
func resourceLazy() *schema.Resource {
	return &schema.Resource{
		SchemaFunc: func() map[string]*schema.Schema {
			return map[string]*schema.Schema{"acl": {ForceNew: true}}
		},
	}
}`

const framework = `
// @FrameworkResource("aws_rule", name="Rule")
func newRule(context.Context) (resource.ResourceWithConfigure, error) {
	return &ruleResource{}, nil
}
type ruleResource struct {
	baseResource
}
func (r *baseResource) Schema(ctx context.Context, request resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"group": schema.StringAttribute{PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"port":  schema.Int64Attribute{Optional: true},
		},
	}
}`

const source = { files: { 'sdk.go': sdk, 'framework.go': framework }, constants: new Map([['AttrEngine', 'engine']]) }

test.each([
  {
    why: 'marked arguments, in blocks and by name, and no words in comments or strings',
    resource: 'aws_thing',
    declared: { library: 'sdk', forced: ['block.inner', 'engine', 'made', 'own_name'] },
  },
  { why: 'a schema in a variable', resource: 'aws_named', declared: { library: 'sdk', forced: ['topic'] } },
  { why: 'a schema in a function', resource: 'aws_lazy', declared: { library: 'sdk', forced: ['acl'] } },
  {
    why: 'the framework, by an embedded type',
    resource: 'aws_rule',
    declared: { library: 'framework', forced: ['group'] },
  },
  { why: 'nothing of what is not there', resource: 'aws_other', declared: undefined },
])('$why', ({ resource, declared }) => expect(forcedArguments(resource, source)).toEqual(declared))
