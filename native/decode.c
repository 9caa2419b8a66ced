// SPDX-License-Identifier: Apache-2.0
#include <string.h>
#include <Zydis/Zydis.h>

#include "decode.h"

static ZydisDecoder decoder;
static ZydisFormatter formatter;

__attribute__((constructor)) static void initialise(void)
{
	ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ZydisFormatterInit(&formatter, ZYDIS_FORMATTER_STYLE_INTEL);
}

static enum bolt_encoding encoding_of(ZydisInstructionEncoding encoding)
{
	switch (encoding) {
	case ZYDIS_INSTRUCTION_ENCODING_LEGACY:
		return BOLT_LEGACY;
	case ZYDIS_INSTRUCTION_ENCODING_VEX:
		return BOLT_VEX;
	case ZYDIS_INSTRUCTION_ENCODING_EVEX:
		return BOLT_EVEX;
	default:
		return BOLT_OTHER_ENCODING;
	}
}

static enum bolt_flow flow_of(ZydisInstructionCategory category)
{
	switch (category) {
	case ZYDIS_CATEGORY_UNCOND_BR:
		return BOLT_JUMP;
	case ZYDIS_CATEGORY_COND_BR:
		return BOLT_CONDITIONAL;
	case ZYDIS_CATEGORY_CALL:
		return BOLT_CALL;
	case ZYDIS_CATEGORY_RET:
		return BOLT_RETURN;
	default:
		return BOLT_NEXT;
	}
}

static uint8_t prefixes_of(ZydisInstructionAttributes attributes)
{
	uint8_t prefixes = 0;

	if (attributes & ZYDIS_ATTRIB_HAS_REP)
		prefixes |= BOLT_REP;
	if (attributes & ZYDIS_ATTRIB_HAS_REPE)
		prefixes |= BOLT_REPE;
	if (attributes & ZYDIS_ATTRIB_HAS_REPNE)
		prefixes |= BOLT_REPNE;
	if (attributes & ZYDIS_ATTRIB_HAS_LOCK)
		prefixes |= BOLT_LOCK;
	return prefixes;
}

static uint8_t access_of(ZydisOperandActions actions)
{
	uint8_t access = 0;

	if (actions & ZYDIS_OPERAND_ACTION_MASK_READ)
		access |= 1;
	if (actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
		access |= 2;
	return access;
}

static uint8_t visibility_of(ZydisOperandVisibility visibility)
{
	switch (visibility) {
	case ZYDIS_OPERAND_VISIBILITY_EXPLICIT:
		return 0;
	case ZYDIS_OPERAND_VISIBILITY_IMPLICIT:
		return 1;
	default:
		return 2;
	}
}

static int is_high_byte(ZydisRegister reg)
{
	return reg >= ZYDIS_REGISTER_AH && reg <= ZYDIS_REGISTER_BH;
}

static void put_register(ZydisRegister reg, struct bolt_operand *out)
{
	out->kind = BOLT_REGISTER;
	out->number = (uint8_t)ZydisRegisterGetId(reg);
	out->width = ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, reg);
	switch (ZydisRegisterGetClass(reg)) {
	case ZYDIS_REGCLASS_GPR8:
		out->bank = BOLT_GENERAL;
		out->low = is_high_byte(reg) ? 8 : 0;
		/* Zydis numbers AH to BH after BL and SPL to DIL after BH. */
		if (is_high_byte(reg))
			out->number = (uint8_t)(reg - ZYDIS_REGISTER_AH);
		else if (reg >= ZYDIS_REGISTER_SPL)
			out->number = (uint8_t)(reg - ZYDIS_REGISTER_SPL + 4);
		else
			out->number = (uint8_t)(reg - ZYDIS_REGISTER_AL);
		break;
	case ZYDIS_REGCLASS_GPR16:
	case ZYDIS_REGCLASS_GPR32:
	case ZYDIS_REGCLASS_GPR64:
		out->bank = BOLT_GENERAL;
		break;
	case ZYDIS_REGCLASS_XMM:
	case ZYDIS_REGCLASS_YMM:
	case ZYDIS_REGCLASS_ZMM:
		out->bank = BOLT_VECTOR;
		break;
	case ZYDIS_REGCLASS_FLAGS:
		out->bank = BOLT_FLAGS;
		break;
	case ZYDIS_REGCLASS_MASK:
		out->bank = BOLT_MASK;
		break;
	case ZYDIS_REGCLASS_IP:
		out->bank = BOLT_INSTRUCTION_POINTER;
		break;
	default:
		out->bank = BOLT_OTHER_BANK;
	}
}

static uint8_t number_of(ZydisRegister reg)
{
	switch (ZydisRegisterGetClass(reg)) {
	case ZYDIS_REGCLASS_GPR32:
	case ZYDIS_REGCLASS_GPR64:
		return (uint8_t)ZydisRegisterGetId(reg);
	default:
		return BOLT_NO_REGISTER;
	}
}

static uint8_t segment_of(ZydisRegister reg)
{
	switch (reg) {
	case ZYDIS_REGISTER_FS:
		return 1;
	case ZYDIS_REGISTER_GS:
		return 2;
	default:
		return 0;
	}
}

static void put_memory(const ZydisDecodedOperandMem *mem, uint64_t next,
		       struct bolt_operand *out)
{
	out->kind = mem->type == ZYDIS_MEMOP_TYPE_MEM ? BOLT_MEMORY : BOLT_ADDRESS;
	out->segment = segment_of(mem->segment);
	out->base = number_of(mem->base);
	out->index = number_of(mem->index);
	out->scale = mem->scale;
	out->value = mem->disp.value;
	if (mem->type == ZYDIS_MEMOP_TYPE_VSIB) {
		out->kind = BOLT_SCATTERED;
		out->index = (uint8_t)ZydisRegisterGetId(mem->index);
		out->index_width = ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, mem->index);
	}
	if (mem->base == ZYDIS_REGISTER_RIP || mem->base == ZYDIS_REGISTER_EIP)
		out->value = (int64_t)((uint64_t)out->value + next);
}

/* Zydis takes what these instructions name for an access. */
static int only_names_memory(ZydisInstructionCategory category)
{
	return category == ZYDIS_CATEGORY_PREFETCH || category == ZYDIS_CATEGORY_WIDENOP ||
	       category == ZYDIS_CATEGORY_NOP;
}

static void put_operand(const ZydisDecodedOperand *in, uint64_t next,
			struct bolt_operand *out)
{
	out->access = access_of(in->actions);
	out->visibility = visibility_of(in->visibility);
	out->width = in->size;
	switch (in->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		put_register(in->reg.value, out);
		break;
	case ZYDIS_OPERAND_TYPE_MEMORY:
		put_memory(&in->mem, next, out);
		break;
	case ZYDIS_OPERAND_TYPE_IMMEDIATE:
		out->kind = BOLT_IMMEDIATE;
		out->value = in->imm.value.s;
		if (in->imm.is_relative)
			out->value = (int64_t)((uint64_t)out->value + next);
		break;
	default:
		out->kind = BOLT_OTHER;
	}
}

static unsigned int repeats(ZydisBroadcastMode mode)
{
	switch (mode) {
	case ZYDIS_BROADCAST_MODE_1_TO_2:
		return 2;
	case ZYDIS_BROADCAST_MODE_1_TO_4:
		return 4;
	case ZYDIS_BROADCAST_MODE_1_TO_8:
		return 8;
	case ZYDIS_BROADCAST_MODE_1_TO_16:
		return 16;
	case ZYDIS_BROADCAST_MODE_1_TO_32:
		return 32;
	default:
		return 1;
	}
}

static void put_evex(const ZydisDecodedInstruction *in, const ZydisDecodedOperand *operands,
		     struct bolt_instruction *out)
{
	ZydisRoundingMode rounding = in->avx.rounding.mode;
	ZydisMaskMode mode = in->avx.mask.mode;

	if (in->avx.mask.reg != ZYDIS_REGISTER_NONE)
		out->mask = (uint8_t)(in->avx.mask.reg - ZYDIS_REGISTER_K0);
	out->zeroes = mode == ZYDIS_MASK_MODE_ZEROING || mode == ZYDIS_MASK_MODE_CONTROL_ZEROING;
	out->element = (uint8_t)operands[0].element_size;
	out->broadcast = (uint8_t)(in->avx.broadcast.is_static ? 1 : repeats(in->avx.broadcast.mode));
	out->rounding = rounding != ZYDIS_ROUNDING_MODE_INVALID && rounding != ZYDIS_ROUNDING_MODE_RN;
}

int bolt_decode(const uint8_t *code, uint64_t available, uint64_t address,
		struct bolt_instruction *out)
{
	ZydisDecodedInstruction in;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];

	memset(out, 0, sizeof(*out));
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, code, available, &in, operands)))
		return -1;
	out->length = in.length;
	out->encoding = encoding_of(in.encoding);
	out->flow = flow_of(in.meta.category);
	out->prefixes = prefixes_of(in.attributes);
	out->operand_width = in.operand_width;
	out->address_width = in.address_width;
	strncpy(out->mnemonic, ZydisMnemonicGetString(in.mnemonic), sizeof(out->mnemonic) - 1);
	ZydisFormatterFormatInstruction(&formatter, &in, operands, in.operand_count_visible,
					out->text, sizeof(out->text), address, NULL);
	if (out->encoding == BOLT_EVEX)
		put_evex(&in, operands, out);
	for (int i = 0; i < in.operand_count; i++) {
		if (operands[i].encoding != ZYDIS_OPERAND_ENCODING_MASK)
			put_operand(&operands[i], address + in.length, &out->operands[out->operand_count++]);
	}
	if (!only_names_memory(in.meta.category))
		return 0;
	for (int i = 0; i < out->operand_count; i++) {
		if (out->operands[i].kind == BOLT_MEMORY)
			out->operands[i].kind = BOLT_ADDRESS;
	}
	return 0;
}
